import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { ProblemView } from '@/components/ui/problem';
import { schemaQuery, tableSchemaQuery } from '@/api/schema';
import { rowsQuery, type TableAddress } from '@/api/tables';
import type { RowPage, RowValues, TableRow } from '@/api/types';
import { useCommands, type Command } from '@/app/commands';
import { useSession } from '@/app/session';
import { Button } from '@/components/ui/button';
import { Empty, Loading } from '@/components/ui/states';
import { useToast } from '@/components/ui/toast';
import { useTranslation } from '@/i18n';
import { useHotkeys } from '@/lib/use-hotkeys';
import { useUrl } from '@/lib/use-url';
import { keyOf, rowId } from './cells';
import { gridColumns, type GridColumn } from './columns';
import { ConflictDialog } from './ConflictDialog';
import { DeleteDialog } from './DeleteDialog';
import { useStagedEdits } from './edits';
import { FilterBar } from './FilterBar';
import { Footer } from './Footer';
import { Grid } from './Grid';
import { ImportDialog } from './ImportDialog';
import { InsertDialog } from './InsertDialog';
import { LeaveDialog } from './LeaveDialog';
import { PendingBar } from './PendingBar';
import { RowPanel } from './RowPanel';
import { TableHeader } from './TableHeader';
import { useSaving, useUnsavedGuard } from './use-saving';
import { ValueDialog } from './ValueDialog';
import type { DataView } from './view';

type Open = 'insert' | 'import' | 'delete' | { row: TableRow; column: GridColumn } | null;

function selectedRows(page: RowPage, selected: ReadonlySet<string>) {
  return page.rows.flatMap((row, index) => {
    const key = selected.has(rowId(page, index)) ? keyOf(page.columns, row) : null;
    return key ? [{ key, version: row.version }] : [];
  });
}

function keyIn(text: string | null): RowValues | null {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    return parsed !== null && typeof parsed === 'object' ? (parsed as RowValues) : null;
  } catch {
    return null;
  }
}

interface TableViewProps {
  address: TableAddress;
  data: DataView;
}

export function TableView({ address, data }: TableViewProps) {
  const { t } = useTranslation();
  const { announce } = useToast();
  const navigate = useNavigate();
  const { data: page, error, refetch } = useQuery(rowsQuery(address, data.view, data.position, data.size));
  const { data: table } = useQuery(tableSchemaQuery(address.schema, address.table));
  const { data: schema } = useQuery(schemaQuery);
  const columns = useMemo(() => (page ? gridColumns(page.columns, table, schema) : []), [page, table, schema]);
  const edits = useStagedEdits();
  const saving = useSaving(address, edits);
  const blocker = useUnsavedGuard(edits.count > 0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<Open>(null);
  const { get, change } = useUrl();
  const rowText = get('row');
  const shownRow = useMemo(() => keyIn(rowText), [rowText]);
  const showRow = (key: RowValues | null) => change({ row: key && JSON.stringify(key) }, 'replace');
  const chosen = page ? selectedRows(page, selected) : [];
  const filtered = data.view.filter.conditions.length > 0 || Boolean(data.view.filter.sql);
  const close = () => setOpen(null);
  const may = useSession().can('edit');
  const remove = () => may && chosen.length > 0 && setOpen('delete');
  const changed = (text: string) => {
    close();
    setSelected(new Set());
    announce({ tone: 'good', title: text });
    void saving.refresh();
  };

  useHotkeys({
    'Mod+s': () => edits.count > 0 && saving.save(),
    i: () => may && setOpen('insert'),
    Escape: () => showRow(null),
  });
  const changes: Command[] = [
    { id: 'insert', name: t('data.insert'), keys: 'i', run: () => setOpen('insert') },
    { id: 'import', name: t('data.import'), run: () => setOpen('import') },
  ];
  useCommands([
    ...(may ? changes : []),
    {
      id: 'structure',
      name: t('data.structure'),
      run: () => navigate(`/schema?${new URLSearchParams({ ...address, view: 'table' }).toString()}`),
    },
  ]);

  const value = open !== null && typeof open === 'object' ? open : null;
  const valueKey = value && page ? keyOf(page.columns, value.row) : null;
  const valueId = JSON.stringify(valueKey);

  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <TableHeader
        address={address}
        view={data.view}
        comment={table?.comment ?? null}
        chosen={chosen.length}
        onInsert={() => setOpen('insert')}
        onImport={() => setOpen('import')}
        onDelete={remove}
      />
      <div className="flex min-h-11 shrink-0 items-center border-b px-3 py-1.5">
        <FilterBar address={address} filter={data.view.filter} columns={columns} disabled={edits.count > 0} onChange={data.setFilter} />
      </div>
      {error && (
        <ProblemView
          failure={error}
          className="m-4"
          actions={<Button onClick={() => void refetch()}>{t('common.retry')}</Button>}
        />
      )}
      {!page && !error && <Loading />}
      {page && !error && (
        <div className="flex min-h-0 flex-1">
          <div className="flex min-w-0 flex-1 flex-col">
            <Grid
              address={address}
              readOnly={!may}
              page={page}
              columns={columns}
              edits={edits}
              sortKeys={data.sortKeys}
              selected={selected}
              onSelect={setSelected}
              onSort={data.sortBy}
              onOpenValue={(row, column) => setOpen({ row, column })}
              onFollow={({ foreignKey }, text) => {
                const to = foreignKey?.reference;
                if (!to) return;
                data.openFiltered({ schema: to.table.schema, table: to.table.object }, [
                  { column: to.columns[0] ?? 'id', how: 'equals', values: [text] },
                ]);
              }}
              onOpenRow={showRow}
              onDelete={remove}
            />
            {page.rows.length === 0 && (
              <div className="h-full">
                <Empty title={filtered ? t('data.noMatch') : t('data.noRows')}>
                  {filtered ? (
                    <Button onClick={() => data.setFilter({ how: 'all', conditions: [] })}>{t('common.clear')}</Button>
                  ) : (
                    may && <Button onClick={() => setOpen('insert')}>{t('data.insert')}</Button>
                  )}
                </Empty>
              </div>
            )}
            {edits.count > 0 && (
              <PendingBar
                address={address}
                edits={edits}
                saving={saving.saving}
                failure={saving.failure}
                onSave={saving.save}
              />
            )}
            <Footer address={address} page={page} data={data} locked={edits.count > 0} />
          </div>
          {shownRow && (
            <RowPanel
              address={address}
              rowKey={shownRow}
              columns={columns}
              onClose={() => showRow(null)}
              onJump={data.openFiltered}
              onOpenValue={(row, column) => setOpen({ row, column })}
            />
          )}
        </div>
      )}
      {page && saving.conflicts.length > 0 && (
        <ConflictDialog
          conflicts={saving.conflicts}
          columns={page.columns}
          edits={edits}
          onClose={saving.settle}
          onTheirs={saving.keepTheirs}
          onMine={saving.keepMine}
        />
      )}
      {open === 'insert' && (
        <InsertDialog
          address={address}
          columns={columns}
          onClose={close}
          onInserted={() => changed(t('insert.done', { table: address.table }))}
        />
      )}
      {open === 'import' && (
        <ImportDialog address={address} onClose={close} onImported={(rows) => changed(t('import.done', { n: rows }))} />
      )}
      {open === 'delete' && (
        <DeleteDialog
          address={address}
          rows={chosen}
          onClose={close}
          onDeleted={() => changed(t('delete.done', { n: chosen.length }))}
        />
      )}
      {value && valueKey && (
        <ValueDialog
          address={address}
          rowKey={valueKey}
          column={value.column}
          staged={edits.staged.get(valueId)?.values[value.column.name]}
          onClose={close}
          onStage={(text) => {
            edits.stage(valueId, { key: valueKey, version: value.row.version }, value.column.name, text, undefined);
            close();
          }}
        />
      )}
      {blocker.state === 'blocked' && (
        <LeaveDialog
          count={edits.count}
          onStay={blocker.reset}
          onLeave={() => {
            edits.discard();
            blocker.proceed();
          }}
        />
      )}
    </div>
  );
}
