import type { PlanNode } from '@/api/types';

export interface PlanRow {
  node: PlanNode;
  depth: number;
  /// Milliseconds of this node alone, over all its loops; null where nothing was measured.
  own_ms: number | null;
  /// Of the whole plan's time, or of its cost where nothing was measured.
  share: number;
  /// How many times more (or fewer) rows came than were expected.
  misestimate: number | null;
}

function totalOf(node: PlanNode): number {
  return node.measured ? node.measured.total_ms * node.measured.loops : node.total_cost;
}

function misestimateOf(node: PlanNode): number | null {
  if (!node.measured || node.measured.loops === 0) return null;
  const [wanted, got] = [Math.max(node.rows, 1), Math.max(node.measured.rows, 1)];
  return got >= wanted ? got / wanted : -(wanted / got);
}

export function planRows(root: PlanNode): PlanRow[] {
  const whole = Math.max(totalOf(root), 1e-9);
  const walk = (node: PlanNode, depth: number): PlanRow[] => {
    const inputs = node.inputs.reduce((sum, input) => sum + totalOf(input), 0);
    const own = Math.max(totalOf(node) - inputs, 0);
    return [
      {
        node,
        depth,
        own_ms: node.measured ? own : null,
        share: Math.min(own / whole, 1),
        misestimate: misestimateOf(node),
      },
      ...node.inputs.flatMap((input) => walk(input, depth + 1)),
    ];
  };
  return walk(root, 0);
}
