import { Download, Plus, Share2, Trash2, Upload } from 'lucide-react';
import { Link } from 'react-router-dom';
import { exportUrl, type RowView, type TableAddress } from '@/api/tables';
import { useSession } from '@/app/session';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from '@/components/ui/menu';
import { Tip } from '@/components/ui/tooltip';
import { useTranslation } from '@/i18n';

const formats = ['csv', 'json', 'jsonl', 'sql'];

function Export({ address, view }: { address: TableAddress; view: RowView }) {
  const { t } = useTranslation();
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={t('data.export')}>
          <Download />
        </IconButton>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>{t('data.exportAll')}</MenuLabel>
        {formats.map((format) => (
          <MenuItem key={format} asChild>
            <a href={exportUrl(address, view, format)} download={`${address.table}.${format}`}>
              {format.toUpperCase()}
            </a>
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

interface TableHeaderProps {
  address: TableAddress;
  view: RowView;
  comment: string | null;
  chosen: number;
  onInsert: () => void;
  onImport: () => void;
  onDelete: () => void;
}

export function TableHeader({ address, view, comment, chosen, onInsert, onImport, onDelete }: TableHeaderProps) {
  const { t } = useTranslation();
  const edits = useSession().can('edit');
  const structure = `/schema?${new URLSearchParams({ ...address, view: 'table' }).toString()}`;
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b px-4">
      <h1 className="truncate text-base font-semibold">
        {address.schema !== 'public' && <span className="text-faint">{address.schema}.</span>}
        {address.table}
      </h1>
      {comment && <p className="min-w-0 truncate text-xs text-soft">{comment}</p>}
      <div className="ml-auto flex shrink-0 items-center gap-1.5">
        {chosen > 0 && edits && (
          <Button size="sm" className="text-broken" onClick={onDelete} data-delete>
            <Trash2 aria-hidden />
            {t('data.delete', { n: chosen })}
          </Button>
        )}
        <Tip text={t('data.structure')}>
          <Link
            to={structure}
            aria-label={t('data.structure')}
            className="flex h-7 w-7 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink"
          >
            <Share2 className="h-3.5 w-3.5" />
          </Link>
        </Tip>
        {edits && (
          <IconButton label={t('data.import')} onClick={onImport}>
            <Upload />
          </IconButton>
        )}
        <Export address={address} view={view} />
        {edits && (
          <Button size="sm" onClick={onInsert}>
            <Plus aria-hidden />
            {t('data.insert')}
          </Button>
        )}
      </div>
    </header>
  );
}
