import { useMutation } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { useState } from 'react';
import { startBaseline } from '@/api/rewriting';
import type { Run } from '@/api/types';
import { useSession } from '@/app/session';
import { useConfirmation } from '@/components/confirmation';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/input';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { useDatabaseName } from '@/lib/use-database-name';
import { RewritingTrial } from './RewritingTrial';

interface BaselineDialogProps {
  onClose: () => void;
  onStarted: (run: Run) => void;
}

/// The first revision of a database that has lived without Alembic.
export function BaselineDialog({ onClose, onStarted }: BaselineDialogProps) {
  const { t } = useTranslation();
  const { session } = useSession();
  const database = useDatabaseName();
  const [message, setMessage] = useState<string>(t('baseline.default'));
  const [dump, setDump] = useState(true);
  const confirmation = useConfirmation(database, session?.production ? t('confirm.production') : null);
  const choice = { message, no_dump: !dump };
  const start = useMutation({
    mutationFn: () => startBaseline({ ...choice, confirm: confirmation.typed }),
    onSuccess: onStarted,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('baseline.title', { database })}
      description={t('baseline.explain')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            look="primary"
            disabled={message.trim() === '' || !confirmation.agreed || start.isPending}
            onClick={() => start.mutate()}
            data-act
          >
            <Database aria-hidden />
            {t('baseline.act', { database })}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {start.error && <ProblemView failure={start.error} />}
        <Field label={t('new.message')}>
          {(attributes) => <Input {...attributes} value={message} onChange={(event) => setMessage(event.target.value)} />}
        </Field>
        <Checkbox checked={dump} onChange={setDump}>
          {t('baseline.dump')}
        </Checkbox>
        <RewritingTrial begin={() => startBaseline({ ...choice, no_dump: true, dry_run: true })} explain={t('baseline.try')} />
        {confirmation.field}
      </div>
    </Dialog>
  );
}
