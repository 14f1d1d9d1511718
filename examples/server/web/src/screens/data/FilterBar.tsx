import { Filter, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { Comparison, Condition, RowColumn, RowFilter } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/input';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { useTranslation, type TextKey } from '@/i18n';
import type { TableAddress } from '@/api/tables';
import { kindOf, type ValueKind } from './cells';
import { SqlFilter } from './SqlFilter';

const signs: Partial<Record<Comparison, string>> = {
  equals: '=',
  not_equals: '≠',
  less: '<',
  at_most: '≤',
  greater: '>',
  at_least: '≥',
};

const ordered: Comparison[] = ['equals', 'not_equals', 'less', 'at_most', 'greater', 'at_least'];
const textual: Comparison[] = ['contains', 'equals', 'not_equals', 'starts_with', 'ends_with'];
const nullness: Comparison[] = ['is_null', 'is_not_null'];

function comparisonsFor(kind: ValueKind): Comparison[] {
  if (kind === 'number' || kind === 'time') return [...ordered, 'one_of', ...nullness];
  if (kind === 'boolean') return ['equals', ...nullness];
  return [...textual, 'one_of', ...nullness];
}

export function takesValue(how: Comparison): boolean {
  return !nullness.includes(how);
}

function AddFilter({ columns, onAdd }: { columns: RowColumn[]; onAdd: (condition: Condition) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [column, setColumn] = useState('');
  const [how, setHow] = useState<Comparison | null>(null);
  const [value, setValue] = useState('');
  const chosen = columns.find((each) => each.name === column) ?? columns[0];
  const comparisons = comparisonsFor(kindOf(chosen?.type ?? ''));
  const comparison = how !== null && comparisons.includes(how) ? how : (comparisons[0] ?? 'equals');
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!chosen) return;
    const values = !takesValue(comparison)
      ? []
      : comparison === 'one_of'
        ? value.split(',').map((each) => each.trim())
        : [value];
    onAdd({ column: chosen.name, how: comparison, values });
    setValue('');
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button size="sm" look="quiet">
          <Filter aria-hidden />
          {t('data.addFilter')}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" className="w-72" aria-label={t('data.addFilter')}>
        <form onSubmit={add} className="space-y-3">
          <Field label={t('data.column')}>
            {(attributes) => (
              <Select {...attributes} value={chosen?.name} onChange={(event) => setColumn(event.target.value)}>
                {columns.map((each) => (
                  <option key={each.name}>{each.name}</option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('data.comparison')}>
            {(attributes) => (
              <Select {...attributes} value={comparison} onChange={(event) => setHow(event.target.value as Comparison)}>
                {comparisons.map((each) => (
                  <option key={each} value={each}>
                    {t(`how.${each}` as TextKey)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {takesValue(comparison) && (
            <Field label={t('data.value')} hint={comparison === 'one_of' ? t('data.valueList') : undefined}>
              {(attributes) => (
                <Input {...attributes} autoFocus value={value} onChange={(event) => setValue(event.target.value)} />
              )}
            </Field>
          )}
          <Button look="primary" size="sm" type="submit" className="w-full justify-center">
            {t('data.filter')}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}

function Pill({ condition, onRemove }: { condition: Condition; onRemove: () => void }) {
  const { t } = useTranslation();
  const how = signs[condition.how] ?? t(`how.${condition.how}` as TextKey);
  const text = `${condition.column} ${how} ${condition.values.join(', ')}`.trim();
  return (
    <span className="inline-flex h-6 max-w-64 items-center gap-1 rounded-md bg-selected pl-2 text-xs">
      <span className="truncate">
        <span className="font-medium">{condition.column}</span> <span className="text-soft">{how}</span>{' '}
        <span className="mono">{condition.values.join(', ')}</span>
      </span>
      <button
        type="button"
        aria-label={t('data.removeFilter', { filter: text })}
        onClick={onRemove}
        className="flex h-6 w-5 items-center justify-center rounded text-faint hover:text-ink"
      >
        <X className="h-3 w-3" />
      </button>
    </span>
  );
}

interface FilterBarProps {
  address: TableAddress;
  filter: RowFilter;
  columns: RowColumn[];
  disabled: boolean;
  onChange: (filter: RowFilter) => void;
}

export function FilterBar({ address, filter, columns, disabled, onChange }: FilterBarProps) {
  const { t } = useTranslation();
  return (
    <fieldset disabled={disabled} className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5 disabled:opacity-50">
      <legend className="sr-only">{t('data.filters')}</legend>
      <AddFilter
        columns={columns}
        onAdd={(condition) => onChange({ ...filter, conditions: [...filter.conditions, condition] })}
      />
      {filter.conditions.map((condition, index) => (
        <Pill
          key={JSON.stringify(condition)}
          condition={condition}
          onRemove={() => onChange({ ...filter, conditions: filter.conditions.filter((_, each) => each !== index) })}
        />
      ))}
      <SqlFilter address={address} sql={filter.sql ?? ''} onChange={(sql) => onChange({ ...filter, sql: sql || undefined })} />
    </fieldset>
  );
}
