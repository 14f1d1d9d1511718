import { LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import type { TableAddress } from '@/api/tables';
import { Button } from '@/components/ui/button';
import { Code } from '@/components/ui/code';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { previewSql, type StagedEdits } from './edits';

interface PendingBarProps {
  address: TableAddress;
  edits: StagedEdits;
  saving: boolean;
  failure: unknown;
  onSave: () => void;
}

/// Edits that wait, with the one button that writes them all or none.
export function PendingBar({ address, edits, saving, failure, onSave }: PendingBarProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <section aria-label={t('data.pending', { n: edits.count })} className="shrink-0 border-t border-pending/50 bg-pending/5">
      {failure !== null && <ProblemView failure={failure} className="m-3" />}
      {open && (
        <Code
          text={previewSql(address.schema, address.table, edits.staged)}
          grammar="sql"
          label="SQL"
          className="max-h-56 border-b bg-canvas px-4 py-3"
        />
      )}
      <div className="flex h-11 items-center gap-3 px-4">
        <span className="h-2 w-2 rounded-full bg-pending" aria-hidden />
        <p className="font-medium">{t('data.pending', { n: edits.count })}</p>
        <p className="min-w-0 truncate text-xs text-soft">{t('data.locked')}</p>
        <div className="ml-auto flex items-center gap-2">
          <Button size="sm" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('data.hideSql') : t('data.showSql')}
          </Button>
          <Button size="sm" onClick={edits.discard} disabled={saving}>
            {t('data.discard')}
          </Button>
          <Button size="sm" look="primary" onClick={onSave} disabled={saving} data-save>
            {saving && <LoaderCircle className="animate-spin" aria-hidden />}
            {t('data.save', { n: edits.count })}
          </Button>
        </div>
      </div>
    </section>
  );
}
