import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { importRows, type TableAddress } from '@/api/tables';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/input';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';

interface ImportDialogProps {
  address: TableAddress;
  onClose: () => void;
  onImported: (rows: number) => void;
}

/// Tried first, which undoes everything at its end; the button that writes comes when that went well.
export function ImportDialog({ address, onClose, onImported }: ImportDialogProps) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const attempt = useMutation({ mutationFn: (chosen: File) => importRows(address, chosen, true) });
  const write = useMutation({
    mutationFn: (chosen: File) => importRows(address, chosen, false),
    onSuccess: (report) => onImported(report.rows),
  });
  const choose = (chosen: File | undefined) => {
    setFile(chosen ?? null);
    write.reset();
    if (chosen) attempt.mutate(chosen);
    else attempt.reset();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('import.title', { table: address.table })}
      description={t('import.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            look="primary"
            disabled={!file || !attempt.data || write.isPending}
            onClick={() => file && write.mutate(file)}
          >
            {t('import.act', { n: attempt.data?.rows ?? 0 })}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <Field label={t('import.file')} hint={t('import.hint')}>
          {(attributes) => (
            <input
              {...attributes}
              type="file"
              accept=".csv,text/csv"
              onChange={(event) => choose(event.target.files?.[0])}
              className="block w-full text-xs file:mr-3 file:h-8 file:rounded-md file:border file:border-edge file:bg-panel file:px-3 file:text-ink"
            />
          )}
        </Field>
        {attempt.isPending && <p className="text-soft">{t('import.trying')}</p>}
        {attempt.error && <ProblemView failure={attempt.error} />}
        {write.error && <ProblemView failure={write.error} />}
        {attempt.data && (
          <p className="text-applied">
            {t('import.good', { n: attempt.data.rows, columns: attempt.data.columns.join(', ') })}
          </p>
        )}
      </div>
    </Dialog>
  );
}
