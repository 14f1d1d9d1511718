import { useState } from 'react';
import type { MigrationHistory } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Select } from '@/components/ui/input';
import { useTranslation } from '@/i18n';

interface StampDialogProps {
  history: MigrationHistory;
  onClose: () => void;
  onChoose: (revision: string) => void;
}

/// Only chooses the revision; the dialog of the run shows what happens then.
export function StampDialog({ history, onClose, onChoose }: StampDialogProps) {
  const { t } = useTranslation();
  const [revision, setRevision] = useState(history.heads[0] ?? 'base');
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('stamp.title')}
      description={t('run.stampNote')}
      width="narrow"
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" onClick={() => onChoose(revision)}>
            {t('stamp.title')}…
          </Button>
        </>
      }
    >
      <Field label={t('stamp.revision')}>
        {(attributes) => (
          <Select {...attributes} value={revision} onChange={(event) => setRevision(event.target.value)}>
            {history.migrations
              .filter((each) => !each.is_missing)
              .map(({ revision: id, doc }) => (
                <option key={id} value={id}>
                  {id} {doc}
                </option>
              ))}
            <option value="base">{t('details.base')}</option>
          </Select>
        )}
      </Field>
    </Dialog>
  );
}
