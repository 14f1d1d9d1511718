import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { applyEdits, type TableAddress } from '@/api/tables';
import type { RowValues } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/input';
import { documentOf, ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { shortType } from '@/lib/types-of-postgresql';
import { kindOf } from './cells';
import type { GridColumn } from './columns';
import { ForeignKeyPicker } from './ForeignKeyPicker';

interface ValueFieldProps {
  id: string;
  address: TableAddress;
  column: GridColumn;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/// The browser's own picker, where what it gives is a value of the type.
function pickerOf(type: string): 'date' | 'datetime-local' | 'time' | undefined {
  if (type === 'date') return 'date';
  if (/^timestamp\b/.test(type) && !type.endsWith('[]')) return 'datetime-local';
  return /^time\b.*without/.test(type) && !type.endsWith('[]') ? 'time' : undefined;
}

/// Left empty, the column is left out, so that its default holds.
function ValueField({ id, address, column, value, onChange }: ValueFieldProps) {
  const { t } = useTranslation();
  const set = (text: string) => onChange(text === '' ? undefined : text);
  const otherwise = column.defaultValue ? `= ${column.defaultValue}` : column.nullable ? 'NULL' : '';
  if (column.choices)
    return (
      <Select id={id} value={value ?? ''} onChange={(event) => set(event.target.value)}>
        <option value="">{otherwise || t('insert.choose')}</option>
        {column.choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </Select>
    );
  if (column.foreignKey)
    return <ForeignKeyPicker id={id} address={address} foreignKey={column.foreignKey} value={value ?? ''} onChange={set} />;
  if (kindOf(column.type) === 'json')
    return (
      <textarea
        id={id}
        rows={3}
        value={value ?? ''}
        placeholder={otherwise}
        onChange={(event) => set(event.target.value)}
        className="mono w-full rounded-md border border-edge bg-canvas px-2.5 py-1.5 text-xs placeholder:text-faint"
      />
    );
  if (pickerOf(column.type))
    return (
      <Input
        id={id}
        type={pickerOf(column.type)}
        step={1}
        value={value ?? ''}
        onChange={(event) => set(event.target.value)}
      />
    );
  return (
    <Input
      id={id}
      value={value ?? ''}
      placeholder={otherwise}
      inputMode={kindOf(column.type) === 'number' ? 'decimal' : undefined}
      onChange={(event) => set(event.target.value)}
    />
  );
}

interface InsertDialogProps {
  address: TableAddress;
  columns: GridColumn[];
  onClose: () => void;
  onInserted: () => void;
}

export function InsertDialog({ address, columns, onClose, onInserted }: InsertDialogProps) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Record<string, string | undefined>>({});
  const insert = useMutation({
    mutationFn: () => {
      const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
      return applyEdits(address, [{ kind: 'insert', values: Object.fromEntries(given) as RowValues }]);
    },
    onSuccess: onInserted,
  });
  const wrong = insert.error ? documentOf(insert.error).server?.column : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    insert.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('insert.title', { table: address.table })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="insert-row" disabled={insert.isPending}>
            {t('insert.act')}
          </Button>
        </>
      }
    >
      <form id="insert-row" onSubmit={submit} className="space-y-4">
        {insert.error && <ProblemView failure={insert.error} />}
        {columns
          .filter((column) => !column.written)
          .map((column) => {
            const required = !column.nullable && column.defaultValue === null;
            return (
              <Field
                key={column.name}
                label={
                  <>
                    {column.name}
                    {required && (
                      <span className="text-broken" title={t('data.required')}>
                        {' *'}
                      </span>
                    )}
                    <span className="mono ml-2 text-2xs font-normal text-faint">{shortType(column.type)}</span>
                  </>
                }
                hint={column.comment ?? undefined}
                error={wrong === column.name ? documentOf(insert.error).server?.message : undefined}
              >
                {({ id }) => (
                  <ValueField
                    id={id}
                    address={address}
                    column={column}
                    value={values[column.name]}
                    onChange={(value) => setValues({ ...values, [column.name]: value })}
                  />
                )}
              </Field>
            );
          })}
      </form>
    </Dialog>
  );
}
