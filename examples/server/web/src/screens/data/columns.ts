// Columns of the grid with what the schema knows about them.
import type { CatalogConstraint, CatalogSnapshot, CatalogTable, RowColumn } from '@/api/types';
import { kindOf } from './cells';

export interface GridColumn extends RowColumn {
  index: number;
  width: number;
  foreignKey: CatalogConstraint | null;
  choices: string[] | null;
  defaultValue: string | null;
  comment: string | null;
}

const widths = { number: 110, boolean: 90, json: 260, time: 232, text: 200 };

function choicesOf(column: RowColumn, schema: CatalogSnapshot | undefined): string[] | null {
  if (column.type === 'boolean') return ['true', 'false'];
  const found = schema?.enumerations.find(
    ({ name }) => column.type === name.object || column.type === `${name.schema}.${name.object}`,
  );
  return found?.labels ?? null;
}

export function gridColumns(
  columns: RowColumn[],
  table: CatalogTable | undefined,
  schema: CatalogSnapshot | undefined,
): GridColumn[] {
  return columns.map((column, index) => {
    const choices = choicesOf(column, schema);
    const described = table?.columns.find((each) => each.name === column.name);
    return {
      ...column,
      index,
      width: Math.max(choices ? 130 : widths[kindOf(column.type)], column.name.length * 8 + 60),
      foreignKey:
        table?.constraints.find(
          (each) => each.kind === 'foreign_key' && each.columns.length === 1 && each.columns[0] === column.name,
        ) ?? null,
      choices,
      defaultValue: described?.default_value ?? (described?.identity ? 'identity' : null),
      comment: described?.comment ?? null,
    };
  });
}
