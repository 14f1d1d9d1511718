// The tables of a database as a graph for the diagram.
import type { Edge, MarkerType, Node } from '@xyflow/react';
import type { CatalogSnapshot, CatalogTable } from '@/api/types';

export interface DiagramColumn {
  name: string;
  type: string;
  nullable: boolean;
  mark: 'primary' | 'foreign' | null;
}

export interface TableNodeData extends Record<string, unknown> {
  schema: string;
  table: string;
  columns: DiagramColumn[];
  hidden: number;
  focused: boolean;
}

export type TableNode = Node<TableNodeData, 'table'>;

export const nodeWidth = 236;
const headHeight = 32;
const lineHeight = 22;

export function idOf(schema: string, table: string): string {
  return `${schema}.${table}`;
}

function columnsOf(table: CatalogTable): DiagramColumn[] {
  const keys = new Set(table.constraints.flatMap((each) => (each.kind === 'primary_key' ? each.columns : [])));
  const foreign = new Set(table.constraints.flatMap((each) => (each.kind === 'foreign_key' ? each.columns : [])));
  return table.columns.map(({ name, type, nullable }) => ({
    name,
    type,
    nullable,
    mark: keys.has(name) ? 'primary' : foreign.has(name) ? 'foreign' : null,
  }));
}

export function edgesOf(schema: CatalogSnapshot): Edge[] {
  return schema.tables.flatMap((table) =>
    table.constraints.flatMap((constraint) => {
      if (!constraint.reference) return [];
      const { reference } = constraint;
      const rule = reference.on_delete === 'NO ACTION' ? undefined : reference.on_delete.toLowerCase();
      return [
        {
          id: `${idOf(table.name.schema, table.name.object)}/${constraint.name}`,
          source: idOf(table.name.schema, table.name.object),
          target: idOf(reference.table.schema, reference.table.object),
          label: rule,
          markerEnd: { type: 'arrowclosed' as MarkerType, width: 14, height: 14, color: 'rgb(var(--faint))' },
        },
      ];
    }),
  );
}

interface NodeOptions {
  keysOnly: boolean;
  focus: string | null;
}

export function nodesOf(schema: CatalogSnapshot, { keysOnly, focus }: NodeOptions): TableNode[] {
  return schema.tables.map((table) => {
    const all = columnsOf(table);
    const columns = keysOnly ? all.filter((column) => column.mark !== null) : all;
    const id = idOf(table.name.schema, table.name.object);
    return {
      id,
      type: 'table',
      position: { x: 0, y: 0 },
      width: nodeWidth,
      height: headHeight + columns.length * lineHeight + (columns.length < all.length ? lineHeight : 4),
      data: {
        schema: table.name.schema,
        table: table.name.object,
        columns,
        hidden: all.length - columns.length,
        focused: id === focus,
      },
    };
  });
}

/// A table and those that it points to, or that point to it.
export function neighbourhood(id: string, edges: Edge[]): Set<string> {
  const near = new Set([id]);
  for (const edge of edges) {
    if (edge.source === id) near.add(edge.target);
    if (edge.target === id) near.add(edge.source);
  }
  return near;
}
