import { useMutation } from '@tanstack/react-query';
import { FoldVertical } from 'lucide-react';
import { useState } from 'react';
import { startSquash, type SquashChoice } from '@/api/rewriting';
import type { MigrationHistory, Run } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/input';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { RewritingTrial } from './RewritingTrial';

interface SquashDialogProps {
  history: MigrationHistory;
  onClose: () => void;
  onStarted: (run: Run) => void;
}

const treatments = ['refuse', 'keep', 'leave-out'] as const;
type Treatment = (typeof treatments)[number];

/// Several revisions as one, under the id of the last.
export function SquashDialog({ history, onClose, onStarted }: SquashDialogProps) {
  const { t } = useTranslation();
  const revisions = history.migrations.filter((each) => !each.is_missing);
  const [from, setFrom] = useState('base');
  const [to, setTo] = useState(history.current?.[0] ?? history.heads[0] ?? '');
  const [message, setMessage] = useState('');
  const [treatment, setTreatment] = useState<Treatment>('refuse');
  const choice: SquashChoice = {
    range: `${from}:${to}`,
    message: message.trim() || undefined,
    data: treatment === 'refuse' ? undefined : treatment,
  };
  const start = useMutation({ mutationFn: () => startSquash(choice), onSuccess: onStarted });
  const listed = revisions.map(({ revision, doc }) => (
    <option key={revision} value={revision}>
      {revision} {doc}
    </option>
  ));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('squash.title')}
      description={t('squash.explain')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" disabled={to === '' || start.isPending} onClick={() => start.mutate()} data-act>
            <FoldVertical aria-hidden />
            {t('squash.act', { to })}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {start.error && <ProblemView failure={start.error} />}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('squash.from')}>
            {(attributes) => (
              <Select {...attributes} value={from} onChange={(event) => setFrom(event.target.value)} data-squash-from>
                {listed}
                <option value="base">{t('run.base')}</option>
              </Select>
            )}
          </Field>
          <Field label={t('squash.to')}>
            {(attributes) => (
              <Select {...attributes} value={to} onChange={(event) => setTo(event.target.value)} data-squash-to>
                {listed}
              </Select>
            )}
          </Field>
        </div>
        <Field label={t('new.message')} hint={t('squash.messageHint')}>
          {(attributes) => <Input {...attributes} value={message} onChange={(event) => setMessage(event.target.value)} />}
        </Field>
        <Field label={t('squash.data')} hint={t(`squash.hint.${treatment}`)}>
          {(attributes) => (
            <Select {...attributes} value={treatment} onChange={(event) => setTreatment(event.target.value as Treatment)}>
              {treatments.map((each) => (
                <option key={each} value={each}>
                  {t(`squash.data.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <RewritingTrial
          key={`${choice.range} ${treatment}`}
          begin={() => startSquash({ ...choice, dry_run: true })}
          explain={t('squash.try')}
        />
      </div>
    </Dialog>
  );
}
