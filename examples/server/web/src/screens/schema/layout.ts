import type { Edge } from '@xyflow/react';
import ELK from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { TableNode } from './graph';

// The worker is a file of its own, so that the page stays free while hundreds of tables are placed.
let engine: InstanceType<typeof ELK> | undefined;

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '90',
  'elk.spacing.nodeNode': '36',
  'elk.spacing.componentComponent': '48',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.aspectRatio': '1.7',
};

export type Positions = Record<string, { x: number; y: number }>;

export async function place(nodes: TableNode[], edges: Edge[]): Promise<Positions> {
  engine ??= new ELK({ workerUrl });
  const known = new Set(nodes.map((node) => node.id));
  const placed = await engine.layout({
    id: 'root',
    layoutOptions: options,
    children: nodes.map(({ id, width, height }) => ({ id, width, height })),
    edges: edges
      .filter((edge) => known.has(edge.source) && known.has(edge.target) && edge.source !== edge.target)
      .map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
  });
  return Object.fromEntries(placed.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]) ?? []);
}
