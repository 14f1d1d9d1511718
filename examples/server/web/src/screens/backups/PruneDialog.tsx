import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { backupsQuery, pruneBackups } from '@/api/safety';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/input';
import { ProblemView } from '@/components/ui/problem';
import { useToast } from '@/components/ui/toast';
import { useTranslation } from '@/i18n';

/// Shows what would go before it goes.
export function PruneDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { announce } = useToast();
  const client = useQueryClient();
  const [keep, setKeep] = useState(10);
  const valid = Number.isInteger(keep) && keep > 0;
  const trial = useQuery({
    queryKey: ['backups', 'prune', keep],
    queryFn: () => pruneBackups(keep, true),
    enabled: valid,
    retry: false,
    gcTime: 0,
  });
  const prune = useMutation({
    mutationFn: () => pruneBackups(keep, false),
    onSuccess: (done) => {
      announce({ tone: 'good', title: t('prune.done', { n: done.removed.length }) });
      void client.invalidateQueries({ queryKey: backupsQuery.queryKey });
      onClose();
    },
  });
  const removed = trial.data?.removed ?? [];
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('backup.prune')}
      description={t('prune.text')}
      width="narrow"
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" disabled={removed.length === 0 || prune.isPending} onClick={() => prune.mutate()} data-act>
            {t('prune.act', { n: removed.length })}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {(trial.error ?? prune.error) && <ProblemView failure={trial.error ?? prune.error} />}
        <Field label={t('prune.keep')}>
          {(attributes) => (
            <Input {...attributes} type="number" min={1} value={keep} onChange={(event) => setKeep(Number(event.target.value))} />
          )}
        </Field>
        <ul className="mono max-h-52 overflow-auto text-xs text-soft">
          {removed.map((id) => (
            <li key={id}>{id}</li>
          ))}
          {trial.data && removed.length === 0 && <li className="font-sans">{t('prune.none')}</li>}
        </ul>
      </div>
    </Dialog>
  );
}
