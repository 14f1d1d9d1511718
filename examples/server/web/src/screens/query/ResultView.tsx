import { useVirtualizer } from '@tanstack/react-virtual';
import { Download } from 'lucide-react';
import { useRef } from 'react';
import type { QueryResult } from '@/api/types';
import { CopyButton } from '@/components/ui/copy-button';
import { IconButton } from '@/components/ui/icon-button';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { downloadText } from '@/lib/clipboard';
import { duration } from '@/lib/format';
import { shortType } from '@/lib/types-of-postgresql';
import { CellValue } from '@/screens/data/CellValue';
import { kindOf, shownValue } from '@/screens/data/cells';

const rowHeight = 28;

function tsv(result: QueryResult): string {
  const line = (cells: (string | null)[]) => cells.map((cell) => cell ?? '').join('\t');
  return [line(result.columns.map((column) => column.name)), ...result.rows.map(line)].join('\n');
}

function csv(result: QueryResult): string {
  const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  // As COPY writes it: nothing for NULL, "" for empty text.
  const cell = (text: string | null) => (text === null ? '' : text === '' ? '""' : quoted(text));
  const line = (cells: (string | null)[]) => cells.map(cell).join(',');
  return [line(result.columns.map((column) => column.name)), ...result.rows.map(line), ''].join('\n');
}

function widthOf(result: QueryResult, index: number): number {
  const longest = Math.max(
    result.columns[index]?.name.length ?? 0,
    ...result.rows.slice(0, 100).map((row) => row[index]?.length ?? 4),
  );
  return Math.min(Math.max(longest * 7.5 + 60, 90), 380);
}

export function ResultView({ result }: { result: QueryResult }) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const widths = result.columns.map((_, index) => widthOf(result, index));
  const virtual = useVirtualizer({
    count: result.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: 32,
  });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-9 shrink-0 items-center gap-3 border-b px-4 text-xs text-soft">
        <span className="font-medium text-ink">{result.command || t('query.rows', { n: result.rows.length })}</span>
        <span>{duration(result.elapsed_us)}</span>
        {result.more && <span className="text-pending">{t('query.more', { n: result.rows.length })}</span>}
        {result.notices.map((notice) => (
          <span key={notice.message} className="truncate">
            {notice.severity}: {notice.message}
          </span>
        ))}
        {result.columns.length > 0 && (
          <div className="ml-auto flex shrink-0">
            <CopyButton text={() => tsv(result)} />
            <IconButton label={t('query.csv')} onClick={() => downloadText(csv(result), 'result.csv')}>
              <Download />
            </IconButton>
          </div>
        )}
      </div>
      {result.columns.length > 0 && (
        <div ref={scroller} role="table" tabIndex={0} aria-label={result.text} className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]">
          <div role="row" className="sticky top-0 z-10 flex w-max">
            {result.columns.map((column, index) => (
              <div
                key={index}
                role="columnheader"
                className="flex h-8 shrink-0 items-center gap-1.5 border-b border-r bg-panel px-2 text-xs"
                style={{ width: widths[index] }}
              >
                <span className="truncate font-semibold">{column.name}</span>
                <span className="truncate text-2xs text-faint">{shortType(column.type)}</span>
              </div>
            ))}
          </div>
          <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((place) => (
              <div
                key={place.key}
                role="row"
                className="absolute left-0 top-0 flex h-7 hover:bg-hover"
                style={{ transform: `translateY(${place.start - 32}px)` }}
              >
                {result.rows[place.index]?.map((cell, index) => (
                  <div
                    key={index}
                    role="cell"
                    className={cn(
                      'mono flex shrink-0 items-center border-b border-r px-2 text-xs',
                      kindOf(result.columns[index]?.type ?? '') === 'number' && 'justify-end',
                    )}
                    style={{ width: widths[index] }}
                  >
                    <CellValue value={shownValue(cell, result.columns[index]?.type ?? '')} type={result.columns[index]?.type ?? ''} />
                  </div>
                ))}
              </div>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
