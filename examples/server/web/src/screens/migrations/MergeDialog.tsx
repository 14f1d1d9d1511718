import { useMutation, useQueryClient } from '@tanstack/react-query';
import { GitMerge } from 'lucide-react';
import { useState } from 'react';
import { historyWith, mergeHeads } from '@/api/migrations';
import { startMergeRehearsal } from '@/api/safety';
import type { MergeRehearsal } from '@/api/safety-types';
import type { MigrationHistory } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/input';
import { ProblemView } from '@/components/ui/problem';
import { useToast } from '@/components/ui/toast';
import { useTranslation } from '@/i18n';
import { MergeReport } from '@/screens/safety/MergeReport';
import { Trial } from '@/screens/safety/Trial';

interface MergeDialogProps {
  history: MigrationHistory;
  /// Those that were dragged onto each other; all of them else.
  chosen: string[] | null;
  onClose: () => void;
  onCreated: (revision: string) => void;
}

export function MergeDialog({ history, chosen, onClose, onCreated }: MergeDialogProps) {
  const { t } = useTranslation();
  const { announce } = useToast();
  const client = useQueryClient();
  const [heads, setHeads] = useState(() => history.heads.filter((head) => chosen?.includes(head) ?? true));
  const [message, setMessage] = useState<string>(t('merge.default'));
  const merge = useMutation({
    mutationFn: () => mergeHeads({ message, heads }),
    onSuccess: async (made) => {
      await historyWith(client, made.revision);
      announce({ tone: 'good', title: t('new.created', { id: made.revision }), text: made.module_path });
      onCreated(made.revision);
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('merge.title')}
      description={t('merge.explain')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" disabled={heads.length < 2 || merge.isPending} onClick={() => merge.mutate()}>
            <GitMerge aria-hidden />
            {t('merge.create', { n: heads.length })}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {merge.error && <ProblemView failure={merge.error} />}
        <fieldset className="space-y-2">
          <legend className="mb-1.5 font-medium">{t('merge.heads')}</legend>
          {history.heads.map((head) => (
            <Checkbox
              key={head}
              checked={heads.includes(head)}
              onChange={(on) => setHeads(on ? [...heads, head] : heads.filter((each) => each !== head))}
            >
              <span className="mono text-xs text-soft">{head}</span>
              {history.migrations.find((each) => each.revision === head)?.doc}
            </Checkbox>
          ))}
        </fieldset>
        <Trial<MergeRehearsal>
          key={heads.join()}
          label={t('merge.rehearse')}
          explain={t('merge.rehearseWhy')}
          act={t('merge.rehearse')}
          disabled={heads.length !== 2}
          begin={() => startMergeRehearsal(heads)}
        >
          {(report) => <MergeReport report={report} />}
        </Trial>
        <Field label={t('new.message')}>
          {(attributes) => <Input {...attributes} value={message} onChange={(event) => setMessage(event.target.value)} />}
        </Field>
      </div>
    </Dialog>
  );
}
