import { Check } from 'lucide-react';
import type { Rewriting } from '@/api/rewriting';
import type { SchemaChange } from '@/api/safety-types';
import { Code } from '@/components/ui/code';
import { Notice } from '@/components/ui/notice';
import { useTranslation } from '@/i18n';
import { SchemaChanges } from './SchemaChanges';

function Wrong({ title, changes }: { title: string; changes: SchemaChange[] }) {
  if (changes.length === 0) return null;
  return (
    <section className="space-y-2">
      <h3 className="font-medium">{title}</h3>
      <SchemaChanges changes={changes} />
    </section>
  );
}

function Outcome({ report }: { report: Rewriting }) {
  const { t } = useTranslation();
  const what = report.replaced
    ? t('rewriting.squashed', { n: report.replaced.length, id: report.revision })
    : t('rewriting.adopted', { n: report.statements ?? 0, id: report.revision });
  return (
    <div className="flex items-start gap-2">
      <Check className="mt-0.5 h-4 w-4 shrink-0 text-applied" aria-hidden />
      <div className="min-w-0 space-y-0.5">
        <p>{what}</p>
        <p className="text-xs text-soft">
          {report.written ? t('rewriting.written') : t('rewriting.wouldBe')}{' '}
          <span className="mono break-all text-2xs">{report.path}</span>
        </p>
        {report.written && report.dump && (
          <p className="text-xs text-soft">
            {t('rewriting.dump')} <span className="mono break-all text-2xs">{report.dump}</span>
          </p>
        )}
        {report.written && report.folder && (
          <p className="text-xs text-soft">
            {t('rewriting.folder')} <span className="mono break-all text-2xs">{report.folder}</span>
          </p>
        )}
      </div>
    </div>
  );
}

/// A history that is written anew: proven, or in what it would differ.
export function RewritingReport({ report }: { report: Rewriting }) {
  const { t } = useTranslation();
  const rows = report.other_rows ?? [];
  const more = report.more ?? [];
  const proven = report.differences.length + report.left_over.length + rows.length === 0;
  return (
    <div data-rewriting={proven ? (report.written ? 'written' : 'proven') : 'differs'} className="space-y-3">
      {proven ? (
        <Outcome report={report} />
      ) : (
        <>
          <Notice tone="broken" title={t('rewriting.differs')}>
            {rows.length > 0 && t('rewriting.rows', { tables: rows.join(', ') })}
          </Notice>
          <Wrong title={t('rewriting.makes')} changes={report.differences} />
          <Wrong title={t('rewriting.leaves')} changes={report.left_over} />
        </>
      )}
      {more.length > 0 && (
        <Notice tone="pending" title={t('rewriting.more', { n: more.length })}>
          <ul className="mono mt-1 max-h-24 overflow-auto text-2xs">
            {more.map((statement, index) => (
              <li key={index} className="truncate">
                {statement.trim().replace(/\s+/g, ' ')}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Code text={report.text} grammar="python" label={t('details.source')} className="max-h-72 rounded-md border bg-canvas p-3" />
    </div>
  );
}
