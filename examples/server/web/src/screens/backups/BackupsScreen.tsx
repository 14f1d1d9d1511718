import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, Plus, Scissors } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { runQuery } from '@/api/runs';
import { backupsQuery, replacedQuery } from '@/api/safety';
import type { Backup } from '@/api/safety-types';
import { useCommands, type Command } from '@/app/commands';
import { useSession } from '@/app/session';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { ProblemView } from '@/components/ui/problem';
import { ScreenHeader } from '@/components/ui/screen-header';
import { Empty, Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { bytes, moment } from '@/lib/format';
import { useHotkeys } from '@/lib/use-hotkeys';
import { useListKeys } from '@/lib/use-list-keys';
import { useUrl } from '@/lib/use-url';
import { RunView } from '@/screens/runs/RunView';
import { BackupView } from './BackupView';
import { NewBackupDialog } from './NewBackupDialog';
import { PolicyBadge } from './PolicyBadge';
import { PruneDialog } from './PruneDialog';
import { reasonOf } from './reason';
import { Replaced } from './Replaced';
import { RestoreDialog } from './RestoreDialog';

function Item({ of, chosen, onOpen }: { of: Backup; chosen: boolean; onOpen: () => void }) {
  const { t, language } = useTranslation();
  return (
    <button
      type="button"
      aria-current={chosen}
      data-backup={of.id}
      onClick={onOpen}
      className={cn('w-full rounded-md px-2.5 py-2 text-left hover:bg-hover', chosen && 'bg-selected hover:bg-selected')}
    >
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{moment(of.created, language)}</span>
        <span className="text-xs tabular-nums text-soft">{bytes(of.size)}</span>
        <PolicyBadge policy={of.policy} />
      </span>
      <span className="mt-0.5 block truncate text-xs text-faint">
        {of.database} · {of.occasion ? t(`backup.before.${of.occasion.direction}`, { target: of.occasion.target }) : reasonOf(of, t)}
      </span>
    </button>
  );
}

/// Lists what has changed when a run that makes, checks or restores is over.
function useRefreshAfter(run: string | null) {
  const client = useQueryClient();
  const { data } = useQuery({ ...runQuery(run ?? ''), enabled: run !== null });
  const before = useRef<string>();
  useEffect(() => {
    if (before.current === 'running' && data?.state !== 'running') void client.invalidateQueries({ queryKey: backupsQuery.queryKey });
    before.current = data?.state;
  }, [client, data?.state]);
}

export default function BackupsScreen() {
  const { t } = useTranslation();
  const { can } = useSession();
  const { get, change } = useUrl();
  const { data: listing, error, refetch } = useQuery(backupsQuery);
  const { data: replaced } = useQuery(replacedQuery);
  const [restoring, setRestoring] = useState<Backup | null>(null);
  const chosen = get('backup') ?? listing?.backups[0]?.id ?? null;
  const [run, dialog] = [get('run'), get('do')];
  const backup = listing?.backups.find((each) => each.id === chosen);
  useRefreshAfter(run);
  useListKeys(listing?.backups.map((each) => each.id) ?? [], chosen, (id) => change({ backup: id }, 'replace'));
  const create = () => change({ do: 'new' });
  const close = () => change({ do: null });
  const follow = (id: string) => {
    setRestoring(null);
    change({ do: null, run: id });
  };
  const commands: Command[] = can('operate') ? [{ id: 'new', name: t('backup.new'), keys: 'n', run: create }] : [];
  useCommands(commands);
  useHotkeys({ n: () => can('operate') && create() });
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('nav.backups')} summary={listing && t('backup.summary', { n: listing.backups.length, folder: listing.directory })}>
        {can('administer') && listing && listing.backups.length > 1 && (
          <IconButton label={t('backup.prune')} onClick={() => change({ do: 'prune' })}>
            <Scissors />
          </IconButton>
        )}
        {can('operate') && (
          <Button look="primary" size="sm" onClick={create} data-new-backup>
            <Plus aria-hidden />
            {t('backup.new')}
          </Button>
        )}
      </ScreenHeader>
      {error && <ProblemView failure={error} className="m-5" actions={<Button onClick={() => void refetch()}>{t('common.retry')}</Button>} />}
      {!listing && !error && <Loading />}
      {replaced && replaced.length > 0 && <Replaced databases={replaced} />}
      {listing?.damaged.map((each) => (
        <p key={each.message} className="border-b bg-broken/5 px-5 py-2 text-xs text-broken">
          {each.message}
        </p>
      ))}
      {listing && listing.backups.length === 0 && (
        <div className="min-h-0 flex-1">
          <Empty icon={<Archive />} title={t('backup.empty')} hint={t('backup.emptyHint')}>
            {can('operate') && <Button onClick={create}>{t('backup.new')}</Button>}
          </Empty>
        </div>
      )}
      {listing && listing.backups.length > 0 && (
        <div className="flex min-h-0 flex-1">
          <ul aria-label={t('nav.backups')} className="w-[22rem] shrink-0 overflow-auto border-r p-2">
            {listing.backups.map((each) => (
              <li key={each.id}>
                <Item of={each} chosen={each.id === chosen} onOpen={() => change({ backup: each.id })} />
              </li>
            ))}
          </ul>
          <div className="min-w-0 flex-1">
            {backup && <BackupView key={backup.id} backup={backup} onRun={follow} onRestore={() => setRestoring(backup)} />}
          </div>
        </div>
      )}
      {run && (
        <div className="h-[38%] min-h-[13rem] shrink-0 border-t">
          <RunView key={run} id={run} onClose={() => change({ run: null })} />
        </div>
      )}
      {dialog === 'new' && <NewBackupDialog onClose={close} onStarted={follow} />}
      {dialog === 'prune' && <PruneDialog onClose={close} />}
      {restoring && <RestoreDialog backup={restoring} onClose={() => setRestoring(null)} onStarted={follow} />}
    </div>
  );
}
