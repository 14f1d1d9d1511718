import { useQuery } from '@tanstack/react-query';
import { ChevronsUpDown } from 'lucide-react';
import { useState } from 'react';
import { candidatesQuery, type TableAddress } from '@/api/tables';
import type { CatalogConstraint } from '@/api/types';
import { Input } from '@/components/ui/input';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { Button } from '@/components/ui/button';
import { useTranslation } from '@/i18n';

interface ForeignKeyPickerProps {
  id: string;
  address: TableAddress;
  foreignKey: CatalogConstraint;
  value: string;
  onChange: (value: string) => void;
}

export function ForeignKeyPicker({ id, address, foreignKey, value, onChange }: ForeignKeyPickerProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const { data } = useQuery({ ...candidatesQuery(address, foreignKey.name, text), enabled: open });
  return (
    <div className="flex gap-1.5">
      <Input id={id} value={value} onChange={(event) => onChange(event.target.value)} />
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger asChild>
          <Button aria-label={t('insert.pick', { table: foreignKey.reference?.table.object ?? '' })}>
            <ChevronsUpDown aria-hidden />
          </Button>
        </PopoverTrigger>
        <PopoverContent align="end" className="w-80 p-2">
          <Input
            autoFocus
            value={text}
            placeholder={t('common.search')}
            aria-label={t('common.search')}
            onChange={(event) => setText(event.target.value)}
          />
          <ul className="mt-1.5 max-h-60 overflow-auto">
            {data?.candidates.map((candidate) => {
              const key = Object.values(candidate.key)[0] ?? '';
              return (
                <li key={key}>
                  <button
                    type="button"
                    onClick={() => {
                      onChange(key);
                      setOpen(false);
                    }}
                    className="flex h-7 w-full items-center gap-2.5 rounded px-2 text-left text-xs hover:bg-hover"
                  >
                    <span className="mono w-16 shrink-0 truncate text-faint">{key}</span>
                    <span className="truncate">{candidate.label}</span>
                  </button>
                </li>
              );
            })}
            {data?.candidates.length === 0 && (
              <li className="px-2 py-4 text-center text-xs text-soft">{t('common.nothingFound', { text })}</li>
            )}
          </ul>
        </PopoverContent>
      </Popover>
    </div>
  );
}
