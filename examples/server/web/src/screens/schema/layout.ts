import type { Edge } from '@xyflow/react';
import ELK from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import { nodeWidth, type TableNode } from './graph';

// The worker is a file of its own, so that the page stays free while hundreds of tables are placed.
let engine: InstanceType<typeof ELK> | undefined;

const layerPitch = nodeWidth + 90;
const gap = 36;
const wantedRatio = 1.6;

/// Without a bound, the leaves of a large database would stand in one column as high as a tower.
function layering(nodes: TableNode[]): Record<string, string> {
  if (nodes.length < 20) return {};
  const height = nodes.reduce((sum, node) => sum + (node.height ?? 0) + gap, 0) / nodes.length;
  const bound = Math.ceil(Math.sqrt((nodes.length * layerPitch) / (wantedRatio * height)));
  return {
    'elk.layered.layering.strategy': 'COFFMAN_GRAHAM',
    'elk.layered.layering.coffmanGraham.layerBound': String(bound),
  };
}

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '90',
  'elk.spacing.nodeNode': String(gap),
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
    layoutOptions: { ...options, ...layering(nodes) },
    children: nodes.map(({ id, width, height }) => ({ id, width, height })),
    edges: edges
      .filter((edge) => known.has(edge.source) && known.has(edge.target) && edge.source !== edge.target)
      .map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
  });
  return Object.fromEntries(placed.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]) ?? []);
}
