import { useMutation } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { restoreBackup } from '@/api/safety';
import type { Backup } from '@/api/safety-types';
import { useSession } from '@/app/session';
import { useConfirmation } from '@/components/confirmation';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/input';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { moment } from '@/lib/format';
import { useDatabaseName } from '@/lib/use-database-name';

interface RestoreDialogProps {
  backup: Backup;
  onClose: () => void;
  onStarted: (run: string) => void;
}

/// Takes the place of a database, so its name is to be typed.
export function RestoreDialog({ backup, onClose, onStarted }: RestoreDialogProps) {
  const { t, language } = useTranslation();
  const { session } = useSession();
  const ours = useDatabaseName();
  const partial = backup.policy === 'affected';
  const [into, setInto] = useState(partial ? `${backup.database}_restored` : backup.database);
  const [terminate, setTerminate] = useState(true);
  const replaces = into === backup.database || into === ours;
  const marked = session?.production === true;
  const confirmation = useConfirmation(into, marked ? t('confirm.production') : replaces ? '' : null);
  const restore = useMutation({
    mutationFn: () => restoreBackup(backup.id, { into, terminate, confirm: confirmation.typed }),
    onSuccess: (run) => onStarted(run.id),
  });
  const ready = into !== '' && confirmation.agreed;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('restore.title')}
      description={t('restore.of', { when: moment(backup.created, language), database: backup.database })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" disabled={!ready || restore.isPending} onClick={() => restore.mutate()} data-act>
            {replaces ? t('restore.replace', { database: into }) : t('restore.make', { database: into })}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {restore.error && <ProblemView failure={restore.error} />}
        <Field label={t('restore.into')} hint={partial ? t('restore.partial') : undefined}>
          {(attributes) => <Input {...attributes} value={into} onChange={(event) => setInto(event.target.value)} />}
        </Field>
        {replaces && (
          <>
            <p className="flex gap-2.5 rounded-md border border-broken/40 bg-broken/5 px-3 py-2.5">
              <TriangleAlert className="mt-0.5 h-4 w-4 shrink-0 text-broken" aria-hidden />
              <span>{t('restore.warning', { database: into })}</span>
            </p>
            <Checkbox checked={terminate} onChange={setTerminate}>
              {t('restore.terminate')}
            </Checkbox>
          </>
        )}
        {confirmation.field}
      </div>
    </Dialog>
  );
}
