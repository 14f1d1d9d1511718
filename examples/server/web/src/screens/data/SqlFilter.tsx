import { useMutation } from '@tanstack/react-query';
import { Code2, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { tryFilter, type TableAddress } from '@/api/tables';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/input';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';

interface SqlFilterProps {
  address: TableAddress;
  sql: string;
  onChange: (sql: string) => void;
}

/// A condition in SQL. It reaches the address only when the server has taken it.
export function SqlFilter({ address, sql, onChange }: SqlFilterProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(sql);
  const attempt = useMutation({
    mutationFn: (wanted: string) => tryFilter(address, { how: 'all', conditions: [], sql: wanted }),
    onSuccess: (_, wanted) => {
      onChange(wanted);
      setOpen(false);
    },
  });
  const show = (wanted: boolean) => {
    if (wanted) setText(sql);
    attempt.reset();
    setOpen(wanted);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted !== '') attempt.mutate(wanted);
    else {
      onChange('');
      setOpen(false);
    }
  };
  return (
    <Popover open={open} onOpenChange={show}>
      <span className={cn('inline-flex items-center', sql !== '' && 'h-6 max-w-80 rounded-md bg-selected text-xs')}>
        <PopoverTrigger asChild>
          {sql === '' ? (
            <Button size="sm" look="quiet">
              <Code2 aria-hidden />
              {t('data.sqlFilter')}
            </Button>
          ) : (
            <button type="button" className="flex h-6 min-w-0 items-center gap-1.5 rounded-md pl-2 hover:underline">
              <span className="text-soft">WHERE</span>
              <span className="mono truncate">{sql}</span>
            </button>
          )}
        </PopoverTrigger>
        {sql !== '' && (
          <button
            type="button"
            aria-label={t('data.removeFilter', { filter: sql })}
            onClick={() => onChange('')}
            className="flex h-6 w-6 shrink-0 items-center justify-center rounded text-faint hover:text-ink"
          >
            <X className="h-3 w-3" />
          </button>
        )}
      </span>
      <PopoverContent align="start" className="w-[26rem] max-w-[90vw]" aria-label={t('data.sqlFilter')}>
        <form onSubmit={submit} className="space-y-3">
          <Field label="WHERE" hint={t('data.sqlHint')}>
            {(attributes) => (
              <textarea
                {...attributes}
                autoFocus
                rows={3}
                spellCheck={false}
                value={text}
                placeholder="total > 100 AND created_at > now() - interval '1 day'"
                onChange={(event) => setText(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && !event.shiftKey) submit(event);
                }}
                className="mono w-full rounded-md border border-edge bg-canvas px-2.5 py-1.5 text-xs placeholder:text-faint"
              />
            )}
          </Field>
          {attempt.error && <ProblemView failure={attempt.error} />}
          <Button look="primary" size="sm" type="submit" disabled={attempt.isPending} className="w-full justify-center">
            {t('data.filter')}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}
