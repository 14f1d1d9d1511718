import type { Migration } from '@/api/types';
import { stateOf, type RevisionState } from './history';

export const stateColour: Record<RevisionState, string> = {
  applied: 'rgb(var(--applied))',
  current: 'rgb(var(--current))',
  pending: 'rgb(var(--pending))',
  missing: 'rgb(var(--broken))',
  unknown: 'rgb(var(--unknown))',
};

type Shape = 'circle' | 'diamond' | 'square';

function shapeOf(migration: Pick<Migration, 'is_merge_point' | 'is_branch_point'>): Shape {
  if (migration.is_merge_point) return 'diamond';
  return migration.is_branch_point ? 'square' : 'circle';
}

interface GlyphProps {
  state: RevisionState;
  shape: Shape;
  /// Its file is not what was applied any more.
  edited?: boolean;
  x: number;
  y: number;
}

/// The shape says what a revision is in the history, its filling what the database has of it.
export function Glyph({ state, shape, edited = false, x, y }: GlyphProps) {
  const colour = stateColour[state];
  const filled = state === 'applied' || state === 'current';
  const look = {
    fill: filled ? colour : 'rgb(var(--canvas))',
    stroke: colour,
    strokeWidth: 1.75,
    strokeDasharray: state === 'missing' || state === 'unknown' ? '2 1.75' : undefined,
  };
  return (
    <g transform={`translate(${x} ${y})`}>
      {state === 'current' && (
        <circle r="8" fill="rgb(var(--current) / 0.18)" stroke={colour} strokeWidth="1.25" />
      )}
      {shape === 'circle' && <circle r="4.25" {...look} />}
      {shape === 'square' && <rect x="-4.25" y="-4.25" width="8.5" height="8.5" rx="1.5" {...look} />}
      {shape === 'diamond' && <rect x="-4.1" y="-4.1" width="8.2" height="8.2" rx="1" transform="rotate(45)" {...look} />}
      {edited && <path d="M2 -8.5 H8.5 V-2 Z" fill="rgb(var(--pending))" stroke="rgb(var(--canvas))" strokeWidth="1" />}
      {state === 'missing' && <path d="M-2 -2 L2 2 M2 -2 L-2 2" stroke={colour} strokeWidth="1.5" />}
    </g>
  );
}

export function RevisionGlyph({ migration, x, y }: { migration: Migration; x: number; y: number }) {
  return <Glyph state={stateOf(migration)} shape={shapeOf(migration)} edited={migration.edited_after_apply ?? false} x={x} y={y} />;
}

interface LegendGlyphProps {
  state?: RevisionState;
  shape?: Shape;
  edited?: boolean;
}

export function LegendGlyph({ state = 'applied', shape = 'circle', edited = false }: LegendGlyphProps) {
  return (
    <svg width="20" height="20" aria-hidden>
      <Glyph state={state} shape={shape} edited={edited} x={10} y={10} />
    </svg>
  );
}
