import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { wholeValue, type TableAddress } from '@/api/tables';
import type { RowValues } from '@/api/types';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { ProblemView } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import type { GridColumn } from './columns';

interface ValueDialogProps {
  address: TableAddress;
  rowKey: RowValues;
  column: GridColumn;
  staged: string | null | undefined;
  onClose: () => void;
  onStage: (value: string | null) => void;
}

function pretty(text: string, type: string): string {
  if (!type.startsWith('json')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function jsonFault(text: string, type: string): string | null {
  if (!type.startsWith('json')) return null;
  try {
    JSON.parse(text);
    return null;
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure);
  }
}

/// A value too long for its cell, or JSON.
export function ValueDialog({ address, rowKey, column, staged, onClose, onStage }: ValueDialogProps) {
  const { t } = useTranslation();
  const value = useQuery({
    queryKey: ['tables', address.schema, address.table, 'value', rowKey, column.name],
    queryFn: () => wholeValue(address, rowKey, column.name),
    gcTime: 0,
  });
  const [written, setWritten] = useState<string | null>(null);
  const original = staged === undefined ? (value.data ?? '') : (staged ?? '');
  const text = written ?? pretty(original, column.type);
  const fault = jsonFault(text, column.type);
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      title={column.name}
      description={column.type}
      footer={
        <>
          <div className="mr-auto">
            <CopyButton text={text} />
          </div>
          {column.nullable && !column.written && (
            <Button onClick={() => onStage(null)}>{t('shortcuts.null')}</Button>
          )}
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {!column.written && (
            <Button look="primary" disabled={fault !== null || value.isPending} onClick={() => onStage(text)}>
              {t('data.stage')}
            </Button>
          )}
        </>
      }
    >
      {value.isPending && <Loading className="p-0" />}
      {value.error && <ProblemView failure={value.error} />}
      {value.isSuccess && (
        <>
          <textarea
            aria-label={column.name}
            autoFocus
            spellCheck={false}
            readOnly={column.written}
            value={text}
            onChange={(event) => setWritten(event.target.value)}
            className="mono h-[46vh] w-full resize-none rounded-md border border-edge bg-canvas p-3 text-xs leading-5"
          />
          {fault && <p className="mt-1.5 text-xs text-broken">{fault}</p>}
        </>
      )}
    </Dialog>
  );
}
