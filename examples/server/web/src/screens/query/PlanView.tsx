import type { Explanation } from '@/api/types';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { integer } from '@/lib/format';
import { planRows, type PlanRow } from './plan';

/// From here on an estimate has misled the planner.
const misleading = 10;

function Detail({ row }: { row: PlanRow }) {
  const { node } = row;
  const parts = Object.entries(node.details).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return (
    <span className="min-w-0">
      <span className="font-medium">{node.kind}</span>
      {node.relation && <span className="ml-1.5">{node.relation}</span>}
      {node.index && <span className="ml-1.5 text-merge">{node.index}</span>}
      {parts.length > 0 && (
        <span className="mono block truncate text-2xs text-faint">
          {parts.map(([name, value]) => `${name}: ${String(value)}`).join(' · ')}
        </span>
      )}
    </span>
  );
}

function Row({ row, measured }: { row: PlanRow; measured: boolean }) {
  const { language } = useTranslation();
  const { node, share, misestimate } = row;
  const hot = share > 0.4;
  const wrong = misestimate !== null && Math.abs(misestimate) >= misleading;
  return (
    <tr className="[&>td]:px-3 [&>td]:py-1.5">
      <td>
        <div className="flex min-w-0 items-start" style={{ paddingLeft: row.depth * 18 }}>
          {row.depth > 0 && <span className="mr-1.5 text-faint">└</span>}
          <Detail row={row} />
        </div>
      </td>
      <td>
        <div className="flex items-center gap-2">
          <div className="h-1.5 flex-1 overflow-hidden rounded bg-line">
            <div className={cn('h-full rounded', hot ? 'bg-broken' : 'bg-current')} style={{ width: `${share * 100}%` }} />
          </div>
          <span className="w-9 text-right tabular-nums text-soft">{Math.round(share * 100)}%</span>
        </div>
      </td>
      <td className="whitespace-nowrap text-right tabular-nums">
        {row.own_ms === null ? node.total_cost.toFixed(1) : row.own_ms.toFixed(3)}
      </td>
      <td className="whitespace-nowrap text-right tabular-nums text-soft">{integer(node.rows, language)}</td>
      {measured && (
        <>
          <td className="whitespace-nowrap text-right tabular-nums">
            {node.measured ? integer(node.measured.rows, language) : ''}
            {node.measured && node.measured.loops > 1 && <span className="text-faint"> ×{node.measured.loops}</span>}
            {wrong && (
              <span className="ml-1.5 text-pending">
                {misestimate > 0 ? '↑' : '↓'}
                {Math.round(Math.abs(misestimate))}×
              </span>
            )}
          </td>
          <td className="whitespace-nowrap text-right tabular-nums text-soft">
            {node.buffers && `${node.buffers.shared_hit} / ${node.buffers.shared_read}`}
          </td>
        </>
      )}
    </tr>
  );
}

export function PlanView({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation();
  const rows = planRows(explanation.root);
  const measured = explanation.root.measured !== null;
  return (
    <div tabIndex={0} role="region" aria-label={t('query.plan')} className="h-full overflow-auto p-4 outline-offset-[-2px]">
      <p className="mb-2 text-xs text-soft">
        {explanation.planning_ms !== null && t('query.planning', { n: explanation.planning_ms.toFixed(2) })}
        {explanation.execution_ms !== null && ` · ${t('query.execution', { n: explanation.execution_ms.toFixed(2) })}`}
        {explanation.rolled_back && ` · ${t('query.rolledBack')}`}
      </p>
      <div className="overflow-x-auto rounded-md border">
        <table className="w-full min-w-[46rem] table-fixed text-left text-xs">
          <thead className="bg-panel text-soft">
            <tr className="[&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
              <th>{t('query.node')}</th>
              <th className="w-40">{measured ? t('query.shareOfTime') : t('query.shareOfCost')}</th>
              <th className="w-24 text-right">{measured ? t('query.ownTime') : t('query.cost')}</th>
              <th className="w-28 text-right">{t('query.expected')}</th>
              {measured && <th className="w-32 text-right">{t('query.actual')}</th>}
              {measured && <th className="w-36 text-right">{t('query.buffers')}</th>}
            </tr>
          </thead>
          <tbody className="divide-y">
            {rows.map((row, index) => (
              <Row key={index} row={row} measured={measured} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
