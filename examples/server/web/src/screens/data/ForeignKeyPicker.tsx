import { ChevronsUpDown } from 'lucide-react';
import { useState } from 'react';
import type { TableAddress } from '@/api/tables';
import type { CatalogConstraint } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { useTranslation } from '@/i18n';
import { CandidateList } from './CandidateList';

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
          <CandidateList
            address={address}
            foreignKey={foreignKey}
            onChoose={(key) => {
              onChange(key);
              setOpen(false);
            }}
          />
        </PopoverContent>
      </Popover>
    </div>
  );
}
