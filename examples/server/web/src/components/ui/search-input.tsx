import { Search, X } from 'lucide-react';
import { forwardRef } from 'react';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { Input } from './input';

interface SearchInputProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  className?: string;
}

export const SearchInput = forwardRef<HTMLInputElement, SearchInputProps>(
  ({ value, onChange, label, className }, ref) => {
    const { t } = useTranslation();
    return (
      <div className={cn('relative', className)}>
        <Search className="pointer-events-none absolute left-2.5 top-2 h-3.5 w-3.5 text-faint" aria-hidden />
        <Input
          ref={ref}
          data-search
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            if (value === '') event.currentTarget.blur();
            else onChange('');
          }}
          placeholder={label}
          aria-label={label}
          className="h-7 text-ellipsis px-7 text-xs"
        />
        {value !== '' && (
          <button
            type="button"
            aria-label={t('common.clear')}
            onClick={() => onChange('')}
            className="absolute right-1 top-1 flex h-5 w-5 items-center justify-center rounded text-faint hover:text-ink"
          >
            <X className="h-3.5 w-3.5" />
          </button>
        )}
      </div>
    );
  },
);
SearchInput.displayName = 'SearchInput';
