// Cells that are marked together, and the text of spreadsheets.
import type { RowPage } from '@/api/types';
import { shownValue } from './cells';
import type { GridColumn } from './columns';

export interface Position {
  row: number;
  column: number;
}

export interface Range {
  from: Position;
  to: Position;
}

export function rangeOf(anchor: Position, end: Position): Range {
  return {
    from: { row: Math.min(anchor.row, end.row), column: Math.min(anchor.column, end.column) },
    to: { row: Math.max(anchor.row, end.row), column: Math.max(anchor.column, end.column) },
  };
}

export function cellsIn({ from, to }: Range): Position[] {
  const cells: Position[] = [];
  for (let row = from.row; row <= to.row; row += 1)
    for (let column = from.column; column <= to.column; column += 1) cells.push({ row, column });
  return cells;
}

/// The marked columns of a row, or null where the row is outside.
export function columnsIn(range: Range | null, row: number): readonly [number, number] | null {
  if (!range || row < range.from.row || row > range.to.row) return null;
  return [range.from.column, range.to.column];
}

function quoted(text: string): string {
  return /["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function tsvOf(page: RowPage, columns: GridColumn[], rows: number[], from: number, to: number): string {
  return rows
    .map((row) =>
      columns
        .slice(from, to + 1)
        .map((column) => quoted(shownValue(page.rows[row]?.cells[column.index], column.type).text ?? ''))
        .join('\t'),
    )
    .join('\n');
}

/// Cells of a text that a spreadsheet has put on the clipboard: tabs and lines, quotes around what has them inside.
export function cellsOfTsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let inside = false;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  const body = text.replace(/\r\n/g, '\n').replace(/\n$/, '');
  for (let index = 0; index < body.length; index += 1) {
    const letter = body[index];
    if (inside && letter === '"' && body[index + 1] === '"') {
      cell += '"';
      index += 1;
    } else if (letter === '"' && (inside || cell === '')) inside = !inside;
    else if (!inside && letter === '\t') endCell();
    else if (!inside && letter === '\n') {
      endCell();
      rows.push([]);
    } else cell += letter;
  }
  endCell();
  return rows;
}
