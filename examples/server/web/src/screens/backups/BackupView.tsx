import { useMutation } from '@tanstack/react-query';
import { RotateCcw, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { verifyBackup } from '@/api/safety';
import type { Backup } from '@/api/safety-types';
import { useSession } from '@/app/session';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Sheet, SheetSection } from '@/components/ui/sheet';
import { useToast } from '@/components/ui/toast';
import { useTranslation } from '@/i18n';
import { readableUrl } from '@/lib/database-name';
import { bytes, duration, integer, moment } from '@/lib/format';
import { PolicyBadge } from './PolicyBadge';
import { reasonOf } from './reason';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[9rem_1fr] gap-3 py-0.5 text-xs">
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

interface BackupViewProps {
  backup: Backup;
  onRun: (run: string) => void;
  onRestore: () => void;
}

export function BackupView({ backup, onRun, onRestore }: BackupViewProps) {
  const { t, language } = useTranslation();
  const { can } = useSession();
  const { failed } = useToast();
  const verify = useMutation({
    mutationFn: (restore: boolean) => verifyBackup(backup.id, restore),
    onSuccess: (run) => onRun(run.id),
    onError: failed,
  });
  return (
    <div tabIndex={0} role="region" aria-label={t('backup.label', { id: backup.id })} className="h-full space-y-6 overflow-auto p-5 outline-offset-[-2px]">
      <header className="space-y-3">
        <div className="flex items-center gap-2.5">
          <h2 className="min-w-0 truncate text-base font-semibold">{moment(backup.created, language)}</h2>
          <PolicyBadge policy={backup.policy} />
        </div>
        {can('operate') && (
          <div className="flex flex-wrap gap-2">
            <Button size="sm" disabled={verify.isPending} onClick={() => verify.mutate(false)} data-verify>
              <ShieldCheck aria-hidden />
              {t('backup.verify')}
            </Button>
            <Button size="sm" disabled={verify.isPending} onClick={() => verify.mutate(true)} data-verify-restore>
              <ShieldCheck aria-hidden />
              {t('backup.trial')}
            </Button>
            {can('administer') && (
              <Button size="sm" className="text-broken" onClick={onRestore} data-restore>
                <RotateCcw aria-hidden />
                {t('backup.restore')}…
              </Button>
            )}
          </div>
        )}
      </header>
      <dl>
        <Fact name={t('backup.id')}>
          <span className="inline-flex items-center gap-1">
            <span className="mono">{backup.id}</span>
            <CopyButton text={backup.id} />
          </span>
        </Fact>
        <Fact name={t('backup.database')}>
          {backup.database} <span className="mono break-all text-2xs text-faint">{readableUrl(backup.server)}</span>
        </Fact>
        <Fact name={t('backup.reason')}>
          {reasonOf(backup, t)}
          {backup.occasion && ` · ${t(`backup.before.${backup.occasion.direction}`, { target: backup.occasion.target })}`}
        </Fact>
        <Fact name={t('backup.revisions')}>
          {backup.revisions.length === 0 && <span className="text-faint">{t('details.base')}</span>}
          {backup.revisions.map((revision) => (
            <Link key={revision} to={`/migrations?rev=${revision}`} className="mono mr-2 text-accent-text hover:underline">
              {revision}
            </Link>
          ))}
        </Fact>
        <Fact name={t('backup.size')}>
          {bytes(backup.size)} {t('backup.ofDatabase', { size: bytes(backup.database_size) })} · {duration(backup.elapsed_us)} · {backup.format}
        </Fact>
        <Fact name={t('backup.versions')}>
          PostgreSQL {backup.server_version}, pg_dump {backup.client_version}
        </Fact>
        <Fact name={t('backup.folder')}>
          <span className="mono break-all text-2xs">{backup.folder}</span>
        </Fact>
        <Fact name="SHA-256">
          <span className="mono break-all text-2xs text-faint">{backup.sha256}</span>
        </Fact>
      </dl>
      {backup.left_out.length > 0 && (
        <p className="text-xs text-pending">
          {t('backup.leftOut', { keys: backup.left_out.map((each) => each.key).join(', ') })}
        </p>
      )}
      <SheetSection title={t('data.tables')}>
        <Sheet head={[t('data.table'), t('data.rows'), '']}>
          {backup.tables.map((table) => (
            <tr key={`${table.name.schema}.${table.name.object}`}>
              <td className="font-medium">
                {table.name.schema !== 'public' && <span className="text-faint">{table.name.schema}.</span>}
                {table.name.object}
              </td>
              <td className="tabular-nums">
                {table.rows === null ? '–' : `${table.exact ? '' : '≈ '}${integer(table.rows, language)}`}
              </td>
              <td className="text-soft">{table.data ? '' : t('backup.withoutRows')}</td>
            </tr>
          ))}
        </Sheet>
      </SheetSection>
    </div>
  );
}
