import { useQuery } from '@tanstack/react-query';
import { Download, RotateCcw, Share2 } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import { diagramUrl, schemaQuery } from '@/api/schema';
import { TableList } from '@/components/TableList';
import { Checkbox } from '@/components/ui/checkbox';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from '@/components/ui/menu';
import { ProblemView } from '@/components/ui/problem';
import { ScreenHeader } from '@/components/ui/screen-header';
import { Empty, Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { addressIn } from '@/lib/table-address';
import { useUrl } from '@/lib/use-url';
import { downloadFile } from '@/lib/clipboard';
import type { DiagramHandle } from './Diagram';
import { idOf } from './graph';
import { TablePage } from './TablePage';

const Diagram = lazy(() => import('./Diagram'));
const formats = ['svg', 'dbml', 'mermaid', 'dot'] as const;

/// From this many tables on only their keys are shown, until somebody wants more.
const manyTables = 60;

function Export({ onPicture }: { onPicture: () => void }) {
  const { t } = useTranslation();
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={t('schema.export')}>
          <Download />
        </IconButton>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>{t('schema.export')}</MenuLabel>
        <MenuItem onSelect={onPicture}>{t('schema.png')}</MenuItem>
        {formats.map((format) => (
          <MenuItem key={format} asChild>
            <a href={diagramUrl(format)} download={`schema.${format}`}>
              {format.toUpperCase()}
            </a>
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

export default function SchemaScreen() {
  const { t } = useTranslation();
  const { get, change } = useUrl();
  const { data: schema, error } = useQuery(schemaQuery);
  const [anew, setAnew] = useState(0);
  const address = addressIn(get('schema'), get('table'));
  const page = get('view') === 'table' && address !== null;
  const near = get('near') === '1';
  const keys = get('keys');
  const keysOnly = keys === null ? (schema?.tables.length ?? 0) > manyTables : keys === '1';
  const diagram = useRef<DiagramHandle>(null);
  const savePicture = async () => {
    const picture = await diagram.current?.picture();
    if (picture) downloadFile(picture, `${schema?.database ?? 'schema'}.png`);
  };
  const link = address && new URLSearchParams({ ...address }).toString();
  return (
    <div className="flex h-full">
      <TableList address={address} onOpen={(to) => change({ schema: to.schema, table: to.table })} />
      <div className="flex min-w-0 flex-1 flex-col">
        <ScreenHeader
          title={page ? address.table : t('nav.schema')}
          summary={!page && schema ? t('schema.summary', { n: schema.tables.length, database: schema.database }) : undefined}
        >
          {page || !address ? null : (
            <>
              <Checkbox checked={near} onChange={(on) => change({ near: on ? '1' : null })}>
                {t('schema.near')}
              </Checkbox>
              <button
                type="button"
                onClick={() => change({ view: 'table' })}
                className="rounded text-accent-text hover:underline"
              >
                {t('schema.openPage', { table: address.table })}
              </button>
            </>
          )}
          {page ? (
            <>
              <Link to={`/data?${link ?? ''}`} className="rounded text-accent-text hover:underline">
                {t('schema.rows')}
              </Link>
              <IconButton label={t('schema.diagram')} onClick={() => change({ view: null })}>
                <Share2 />
              </IconButton>
            </>
          ) : (
            <>
              <Checkbox checked={keysOnly} onChange={(on) => change({ keys: on ? '1' : '0' })}>
                {t('schema.keysOnly')}
              </Checkbox>
              <IconButton label={t('schema.reset')} onClick={() => setAnew(anew + 1)}>
                <RotateCcw />
              </IconButton>
              <Export onPicture={() => void savePicture()} />
            </>
          )}
        </ScreenHeader>
        <div className="min-h-0 flex-1">
          {error && <ProblemView failure={error} className="m-5" />}
          {!schema && !error && <Loading />}
          {page && <TablePage address={address} />}
          {schema && !page && schema.tables.length === 0 && (
            <Empty icon={<Share2 />} title={t('data.noTables')}>
              <Link to="/migrations" className="text-accent-text hover:underline">
                {t('nav.migrations')}
              </Link>
            </Empty>
          )}
          {schema && !page && schema.tables.length > 0 && (
            <Suspense fallback={<Loading />}>
              <Diagram
                handle={diagram}
                schema={schema}
                focus={address && idOf(address.schema, address.table)}
                near={near}
                keysOnly={keysOnly}
                anew={anew}
                onFocus={({ data }) => change({ schema: data.schema, table: data.table })}
                onOpen={({ data }) => change({ schema: data.schema, table: data.table, view: 'table' })}
              />
            </Suspense>
          )}
        </div>
      </div>
    </div>
  );
}
