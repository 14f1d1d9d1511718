import { Bookmark, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { useTranslation } from '@/i18n';
import { useStored } from '@/lib/use-stored';

interface SavedQuery {
  name: string;
  sql: string;
}

interface SavedQueriesProps {
  text: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChoose: (sql: string) => void;
}

/// Queries that somebody keeps under a name, in this browser.
export function SavedQueries({ text, open, onOpenChange, onChoose }: SavedQueriesProps) {
  const { t } = useTranslation();
  const [saved, setSaved] = useStored<SavedQuery[]>('savedQueries', []);
  const [name, setName] = useState('');
  const others = (without: string) => saved.filter((each) => each.name !== without);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '' || text.trim() === '') return;
    setSaved([...others(name.trim()), { name: name.trim(), sql: text }].sort((a, b) => a.name.localeCompare(b.name)));
    setName('');
  };
  return (
    <Popover open={open} onOpenChange={onOpenChange}>
      <PopoverTrigger asChild>
        <IconButton label={t('query.saved')} keys="Mod+S">
          <Bookmark />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-96 max-w-[90vw] p-2" aria-label={t('query.saved')}>
        <form onSubmit={save} className="flex gap-1.5">
          <Input
            value={name}
            placeholder={t('query.saveAs')}
            aria-label={t('query.saveAs')}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" look="primary" disabled={name.trim() === '' || text.trim() === ''}>
            {t('query.save')}
          </Button>
        </form>
        <ul className="mt-2 max-h-72 overflow-auto">
          {saved.map((each) => (
            <li key={each.name} className="flex items-center rounded hover:bg-hover">
              <button
                type="button"
                onClick={() => {
                  onChoose(each.sql);
                  onOpenChange(false);
                }}
                className="min-w-0 flex-1 rounded px-2 py-1.5 text-left"
              >
                <span className="block truncate text-sm">{each.name}</span>
                <span className="mono block truncate text-2xs text-faint">{each.sql.replace(/\s+/g, ' ')}</span>
              </button>
              <IconButton label={t('query.forget', { name: each.name })} onClick={() => setSaved(others(each.name))}>
                <Trash2 />
              </IconButton>
            </li>
          ))}
          {saved.length === 0 && <li className="px-2 py-4 text-center text-xs text-soft">{t('query.noSaved')}</li>}
        </ul>
      </PopoverContent>
    </Popover>
  );
}
