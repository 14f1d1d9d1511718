import { useMutation, useQuery } from '@tanstack/react-query';
import { applyEdits, impactOf, type TableAddress } from '@/api/tables';
import type { Edit, ImpactReport, RowValues } from '@/api/types';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ProblemView } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';

const tones: Record<ImpactReport['impacts'][number]['effect'], Tone> = {
  deleted: 'broken',
  set_null: 'pending',
  set_default: 'pending',
  blocked: 'broken',
};

function ImpactView({ report, rows }: { report: ImpactReport; rows: number }) {
  const { t } = useTranslation();
  const touched = report.impacts.filter((impact) => impact.rows > 0);
  const blocked = touched.some((impact) => impact.effect === 'blocked');
  return (
    <div className="space-y-3">
      <p>
        {touched.length === 0 ? t('delete.noImpact', { n: rows }) : t('delete.impact')}
        {!report.complete && ` ${t('delete.incomplete')}`}
      </p>
      {touched.length > 0 && (
        <table className="w-full overflow-hidden rounded-md border text-left text-xs">
          <thead className="bg-panel text-soft">
            <tr>
              <th className="px-2.5 py-1.5 font-medium">{t('data.table')}</th>
              <th className="px-2.5 py-1.5 text-right font-medium">{t('data.rows')}</th>
              <th className="px-2.5 py-1.5 font-medium">{t('delete.effect')}</th>
              <th className="px-2.5 py-1.5 font-medium">{t('delete.through')}</th>
            </tr>
          </thead>
          <tbody className="divide-y">
            {touched.map((impact) => (
              <tr key={impact.path.join()}>
                <td className="px-2.5 py-1.5 font-medium">{impact.table.object}</td>
                <td className="px-2.5 py-1.5 text-right tabular-nums">{impact.rows}</td>
                <td className="px-2.5 py-1.5">
                  <Badge tone={tones[impact.effect]}>{t(`effect.${impact.effect}`)}</Badge>
                </td>
                <td className="mono px-2.5 py-1.5 text-soft">{impact.path.join(' → ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {blocked && <p className="text-broken">{t('delete.blocked')}</p>}
    </div>
  );
}

interface DeleteDialogProps {
  address: TableAddress;
  rows: { key: RowValues; version: string }[];
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteDialog({ address, rows, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation();
  const keys = rows.map((row) => row.key);
  const impact = useQuery({
    queryKey: ['tables', address.schema, address.table, 'impact', keys],
    queryFn: () => impactOf(address, keys),
    retry: false,
    gcTime: 0,
  });
  const remove = useMutation({
    mutationFn: () =>
      applyEdits(
        address,
        rows.map<Edit>(({ key, version }) => ({ kind: 'delete', key, version })),
      ),
    onSuccess: onDeleted,
  });
  const blocked = impact.data?.impacts.some((each) => each.effect === 'blocked' && each.rows > 0);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('delete.title', { n: rows.length, table: address.table })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            look="danger"
            disabled={impact.isPending || blocked || remove.isPending}
            onClick={() => remove.mutate()}
            data-act
          >
            {t('delete.act', { n: rows.length })}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {impact.isPending && <Loading className="p-0" />}
        {impact.error && <ProblemView failure={impact.error} />}
        {impact.data && <ImpactView report={impact.data} rows={rows.length} />}
        {remove.error && <ProblemView failure={remove.error} />}
      </div>
    </Dialog>
  );
}
