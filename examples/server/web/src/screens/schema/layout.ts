import type { Edge } from '@xyflow/react';
import ELK, { type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { TableNode } from './graph';

// The worker is a file of its own, so that the page stays free while hundreds of tables are placed.
let engine: InstanceType<typeof ELK> | undefined;

const gap = 36;

const layered = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '90',
  'elk.spacing.nodeNode': String(gap),
  'elk.spacing.componentComponent': '48',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.aspectRatio': '1.7',
};

export type Positions = Record<string, { x: number; y: number }>;

const organic = { 'elk.algorithm': 'stress', 'elk.stress.desiredEdgeLength': '320' };
const apart = { 'elk.algorithm': 'sporeOverlap', 'elk.spacing.nodeNode': '40' };

/// Layers of a table that hundreds point to are a tower; then tables are rather placed around each other.
function isTower({ width = 1, height = 1 }: ElkNode): boolean {
  return width / height < 0.5 || width / height > 4;
}

/// More tables than these would take that too long.
const mostAround = 200;

export async function place(nodes: TableNode[], edges: Edge[]): Promise<Positions> {
  engine ??= new ELK({ workerUrl });
  const known = new Set(nodes.map((node) => node.id));
  const graph: ElkNode = {
    id: 'root',
    children: nodes.map(({ id, width, height }) => ({ id, width, height })),
    edges: edges
      .filter((edge) => known.has(edge.source) && known.has(edge.target) && edge.source !== edge.target)
      .map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
  };
  let placed: ElkNode = await engine.layout({ ...graph, layoutOptions: layered });
  if (isTower(placed) && nodes.length > 12 && nodes.length <= mostAround) {
    placed = await engine.layout({ ...graph, layoutOptions: organic });
    placed = await engine.layout({ ...placed, layoutOptions: apart });
  }
  return Object.fromEntries(placed.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]) ?? []);
}
