import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { createBackup, type NewBackup } from '@/api/safety';
import { tablesQuery } from '@/api/tables';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/input';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';

interface NewBackupDialogProps {
  onClose: () => void;
  onStarted: (run: string) => void;
}

const policies: NewBackup['policy'][] = ['full', 'affected', 'schema'];

export function NewBackupDialog({ onClose, onStarted }: NewBackupDialogProps) {
  const { t } = useTranslation();
  const { data: all } = useQuery(tablesQuery);
  const [policy, setPolicy] = useState<NewBackup['policy']>('full');
  const [tables, setTables] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const create = useMutation({
    mutationFn: () =>
      createBackup({
        policy,
        tables: policy === 'affected' ? tables : undefined,
        reason: reason.trim() === '' ? undefined : reason.trim(),
      }),
    onSuccess: (run) => onStarted(run.id),
  });
  const ready = policy !== 'affected' || tables.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) create.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('backup.new')}
      description={t('backup.newText')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="new-backup" disabled={!ready || create.isPending} data-act>
            {t('backup.act')}
          </Button>
        </>
      }
    >
      <form id="new-backup" onSubmit={submit} className="space-y-4">
        {create.error && <ProblemView failure={create.error} />}
        <fieldset className="space-y-2">
          <legend className="mb-1.5 text-sm font-medium">{t('backup.what')}</legend>
          {policies.map((each) => (
            <label key={each} className="flex items-start gap-2.5">
              <input
                type="radio"
                name="policy"
                className="mt-1 accent-[rgb(var(--accent))]"
                checked={policy === each}
                onChange={() => setPolicy(each)}
              />
              <span>
                {t(`backup.${each}`)}
                <span className="block text-xs text-soft">{t(`backup.explain.${each}`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {policy === 'affected' && (
          <fieldset className="grid max-h-48 grid-cols-2 gap-1.5 overflow-auto rounded-md border p-3">
            <legend className="sr-only">{t('data.tables')}</legend>
            {all
              ?.filter((each) => each.kind === 'table')
              .map((each) => {
                const name = each.schema === 'public' ? each.name : `${each.schema}.${each.name}`;
                return (
                  <Checkbox
                    key={name}
                    checked={tables.includes(name)}
                    onChange={(on) => setTables(on ? [...tables, name] : tables.filter((one) => one !== name))}
                  >
                    <span className="truncate text-xs">{name}</span>
                  </Checkbox>
                );
              })}
          </fieldset>
        )}
        <Field label={t('backup.reason')}>
          {(attributes) => (
            <Input {...attributes} value={reason} placeholder={t('backup.reasonHint')} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
