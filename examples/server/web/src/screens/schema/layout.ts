import type { Edge } from '@xyflow/react';
import ELK, { type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import { clustersOf, shelve, type Sized } from './clusters';
import type { TableNode } from './graph';

// The worker is a file of its own, so that the page stays free while hundreds of tables are placed.
let engine: InstanceType<typeof ELK> | undefined;

const gap = 36;
const betweenGroups = 120;
const aspect = 1.6;

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

/// More tables than these would take that too long, and are placed in groups.
const mostAround = 60;

function graphOf(nodes: TableNode[], edges: Edge[]): ElkNode {
  const known = new Set(nodes.map((node) => node.id));
  return {
    id: 'root',
    children: nodes.map(({ id, width, height }) => ({ id, width, height })),
    edges: edges
      .filter((edge) => known.has(edge.source) && known.has(edge.target) && edge.source !== edge.target)
      .map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
  };
}

function positionsIn(placed: ElkNode): Positions {
  return Object.fromEntries(placed.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]) ?? []);
}

interface Group extends Sized {
  positions: Positions;
}

/// Layers, or rows where those are a tower or nothing connects the tables.
async function placeGroup(elk: InstanceType<typeof ELK>, nodes: TableNode[], edges: Edge[]): Promise<Group> {
  const graph = graphOf(nodes, edges);
  if (graph.edges?.length) {
    const placed = await elk.layout({ ...graph, layoutOptions: layered });
    if (!isTower(placed))
      return { positions: positionsIn(placed), width: placed.width ?? 0, height: placed.height ?? 0 };
  }
  const boxes = nodes.map(({ width = 0, height = 0 }) => ({ width, height }));
  const places = shelve(boxes, gap, aspect);
  const end = (side: 'x' | 'y', size: 'width' | 'height') =>
    Math.max(...boxes.map((box, index) => (places[index]?.[side] ?? 0) + box[size]));
  return {
    positions: Object.fromEntries(nodes.map((node, index) => [node.id, places[index] ?? { x: 0, y: 0 }])),
    width: end('x', 'width'),
    height: end('y', 'height'),
  };
}

async function placeInGroups(elk: InstanceType<typeof ELK>, nodes: TableNode[], edges: Edge[]): Promise<Positions> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const groups: Group[] = [];
  for (const ids of clustersOf([...byId.keys()], edges)) {
    const members = ids.flatMap((id) => byId.get(id) ?? []);
    groups.push(await placeGroup(elk, members, edges));
  }
  const places = shelve(groups, betweenGroups, aspect);
  return Object.fromEntries(
    groups.flatMap((group, index) =>
      Object.entries(group.positions).map(([id, at]) => [
        id,
        { x: at.x + (places[index]?.x ?? 0), y: at.y + (places[index]?.y ?? 0) },
      ]),
    ),
  );
}

export async function place(nodes: TableNode[], edges: Edge[]): Promise<Positions> {
  engine ??= new ELK({ workerUrl });
  if (nodes.length > mostAround) return placeInGroups(engine, nodes, edges);
  const graph = graphOf(nodes, edges);
  let placed: ElkNode = await engine.layout({ ...graph, layoutOptions: layered });
  if (isTower(placed) && nodes.length > 12) {
    placed = await engine.layout({ ...graph, layoutOptions: organic });
    placed = await engine.layout({ ...placed, layoutOptions: apart });
  }
  return positionsIn(placed);
}
