import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { createRevision, historyWith } from '@/api/migrations';
import type { MigrationHistory } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/input';
import { ProblemView } from '@/components/ui/problem';
import { useToast } from '@/components/ui/toast';
import { useTranslation } from '@/i18n';

interface NewRevisionDialogProps {
  history: MigrationHistory;
  onClose: () => void;
  onCreated: (revision: string) => void;
}

export function NewRevisionDialog({ history, onClose, onCreated }: NewRevisionDialogProps) {
  const { t } = useTranslation();
  const { announce } = useToast();
  const client = useQueryClient();
  const [message, setMessage] = useState('');
  const [parent, setParent] = useState(history.heads[0] ?? 'base');
  const [label, setLabel] = useState('');
  const create = useMutation({
    mutationFn: () => createRevision({ message, parents: [parent], branch_labels: label === '' ? undefined : [label] }),
    onSuccess: async (made) => {
      await historyWith(client, made.revision);
      announce({ tone: 'good', title: t('new.created', { id: made.revision }), text: made.module_path });
      onCreated(made.revision);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (message.trim() !== '') create.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('new.title')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="new-revision" disabled={message.trim() === '' || create.isPending}>
            {t('new.create')}
          </Button>
        </>
      }
    >
      <form id="new-revision" onSubmit={submit} className="space-y-4">
        {create.error && <ProblemView failure={create.error} />}
        <Field label={t('new.message')} hint={t('new.messageHint')}>
          {(attributes) => (
            <Input {...attributes} autoFocus value={message} onChange={(event) => setMessage(event.target.value)} />
          )}
        </Field>
        <Field label={t('new.parent')}>
          {(attributes) => (
            <Select {...attributes} value={parent} onChange={(event) => setParent(event.target.value)}>
              {history.heads.map((head) => (
                <option key={head} value={head}>
                  {head} {history.migrations.find((each) => each.revision === head)?.doc}
                </option>
              ))}
              <option value="base">{t('details.base')}</option>
            </Select>
          )}
        </Field>
        <Field label={t('new.label')} hint={t('new.labelHint')}>
          {(attributes) => <Input {...attributes} value={label} onChange={(event) => setLabel(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}
