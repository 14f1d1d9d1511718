import type { Conflict, RowColumn } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { shownValue } from './cells';
import { CellValue } from './CellValue';
import type { StagedEdits, StagedRow } from './edits';

interface ConflictViewProps {
  conflict: Conflict;
  mine: StagedRow;
  columns: RowColumn[];
}

function ConflictView({ conflict, mine, columns }: ConflictViewProps) {
  const { t } = useTranslation();
  const key = Object.entries(mine.key)
    .map(([name, value]) => `${name} = ${value ?? 'NULL'}`)
    .join(', ');
  return (
    <section>
      <h3 className="mono mb-1.5 text-xs text-soft">{key}</h3>
      {conflict.row_now === null ? (
        <p className="text-broken">{t('conflict.gone')}</p>
      ) : (
        <table className="w-full table-fixed overflow-hidden rounded-md border text-left text-xs">
          <thead className="bg-panel text-soft">
            <tr>
              <th className="w-1/4 px-2.5 py-1.5 font-medium">{t('data.column')}</th>
              <th className="px-2.5 py-1.5 font-medium">{t('conflict.mine')}</th>
              <th className="px-2.5 py-1.5 font-medium">{t('conflict.theirs')}</th>
            </tr>
          </thead>
          <tbody className="mono divide-y">
            {columns.map((column, index) => {
              const theirs = shownValue(conflict.row_now?.cells[index], column.type);
              const changed = column.name in mine.values;
              const own = changed ? { text: mine.values[column.name] ?? null, whole: true } : null;
              return (
                <tr key={column.name} className={cn(!changed && 'text-soft')}>
                  <td className="truncate px-2.5 py-1.5">{column.name}</td>
                  <td className={cn('px-2.5 py-1.5', changed && 'bg-pending/10')}>
                    {own && <CellValue value={own} type={column.type} />}
                  </td>
                  <td className={cn('px-2.5 py-1.5', changed && 'bg-current/10')}>
                    <CellValue value={theirs} type={column.type} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface ConflictDialogProps {
  conflicts: Conflict[];
  columns: RowColumn[];
  edits: StagedEdits;
  onClose: () => void;
  onTheirs: () => void;
  onMine: () => void;
}

/// Somebody else was quicker: both versions, and the choice between them.
export function ConflictDialog({ conflicts, columns, edits, onClose, onTheirs, onMine }: ConflictDialogProps) {
  const { t } = useTranslation();
  const rows = [...edits.staged.values()];
  const gone = conflicts.every((conflict) => conflict.row_now === null);
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      title={t('conflict.title')}
      description={t('conflict.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button onClick={onTheirs}>{t('conflict.keepTheirs')}</Button>
          <Button look="primary" onClick={onMine} disabled={gone}>
            {t('conflict.keepMine')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {conflicts.map((conflict) => {
          const mine = rows[conflict.edit];
          return mine && <ConflictView key={conflict.edit} conflict={conflict} mine={mine} columns={columns} />;
        })}
      </div>
    </Dialog>
  );
}
