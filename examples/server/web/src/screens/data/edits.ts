// Edits that are made and not yet saved.
import { useCallback, useMemo, useState } from 'react';
import type { Edit, RowValues } from '@/api/types';

export interface StagedRow {
  key: RowValues;
  version: string;
  values: RowValues;
}

export type Staged = ReadonlyMap<string, StagedRow>;

export function useStagedEdits() {
  const [staged, setStaged] = useState<Staged>(new Map());
  const stage = useCallback(
    (id: string, row: Omit<StagedRow, 'values'>, column: string, value: string | null, original: string | null | undefined) => {
      setStaged((before) => {
        const next = new Map(before);
        const others = Object.entries(next.get(id)?.values ?? {}).filter(([name]) => name !== column);
        const values = value === original ? others : [...others, [column, value] as const];
        if (values.length === 0) next.delete(id);
        else next.set(id, { ...row, values: Object.fromEntries(values) });
        return next;
      });
    },
    [],
  );
  const discard = useCallback(() => setStaged(new Map()), []);
  const drop = useCallback(
    (id: string) => setStaged((before) => new Map([...before].filter(([each]) => each !== id))),
    [],
  );
  const setVersion = useCallback(
    (id: string, version: string) =>
      setStaged((before) => {
        const row = before.get(id);
        return row ? new Map(before).set(id, { ...row, version }) : before;
      }),
    [],
  );
  const count = useMemo(
    () => [...staged.values()].reduce((sum, row) => sum + Object.keys(row.values).length, 0),
    [staged],
  );
  return { staged, count, stage, discard, drop, setVersion };
}

export type StagedEdits = ReturnType<typeof useStagedEdits>;

export function editsOf(staged: Staged): Edit[] {
  return [...staged.values()].map(({ key, version, values }) => ({ kind: 'update', key, version, values }));
}

function literal(value: string | null): string {
  return value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/// What saving amounts to, for people to read; the server builds its own statements with bound values.
export function previewSql(schema: string, table: string, staged: Staged): string {
  const target = schema === 'public' ? quoted(table) : `${quoted(schema)}.${quoted(table)}`;
  return [...staged.values()]
    .map(({ key, values }) => {
      const list = (of: RowValues, glue: string) =>
        Object.entries(of)
          .map(([name, value]) => `${quoted(name)} = ${literal(value)}`)
          .join(glue);
      return `UPDATE ${target}\nSET ${list(values, ', ')}\nWHERE ${list(key, ' AND ')};`;
    })
    .join('\n\n');
}
