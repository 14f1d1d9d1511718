import { memo } from 'react';
import type { HistoryItem } from './history';
import type { Edge, LaneRow } from './lanes';
import { RevisionGlyph } from './RevisionGlyph';

export const rowHeight = 34;
const pitch = 16;
const margin = 24;
const middle = rowHeight / 2;

const colours = [
  'rgb(var(--lane-1))',
  'rgb(var(--lane-2))',
  'rgb(var(--lane-3))',
  'rgb(var(--lane-4))',
  'rgb(var(--lane-5))',
  'rgb(var(--lane-6))',
];

export function lanesWidth(lanes: number): number {
  return margin + 20 + (Math.min(Math.max(lanes, 1), 16) - 1) * pitch;
}

function x(lane: number): number {
  return margin + lane * pitch;
}

function path(edge: Edge, from: number, to: number): string {
  const [start, end] = [x(edge.from), x(edge.to)];
  if (start === end) return `M${start} ${from}V${to}`;
  const bend = (from + to) / 2;
  return `M${start} ${from}C${start} ${bend} ${end} ${bend} ${end} ${to}`;
}

function Line({ edge, from, to }: { edge: Edge; from: number; to: number }) {
  return (
    <path
      d={path(edge, from, to)}
      fill="none"
      stroke={colours[edge.colour % colours.length]}
      strokeWidth="1.75"
      strokeDasharray={edge.dashed ? '2 3' : undefined}
      strokeOpacity={edge.dashed ? 0.9 : 0.75}
    />
  );
}

function FoldedGlyph({ at, colour }: { at: number; colour: number }) {
  return (
    <g fill={colours[colour % colours.length]}>
      {[-6, 0, 6].map((offset) => (
        <circle key={offset} cx={at} cy={middle + offset} r="1.75" />
      ))}
    </g>
  );
}

interface LaneCellProps {
  row: LaneRow;
  item: HistoryItem;
  width: number;
}

export const LaneCell = memo(function LaneCell({ row, item, width }: LaneCellProps) {
  const gap = item.kind === 'folded' ? 10 : 0;
  return (
    <svg width={width} height={rowHeight} className="shrink-0" aria-hidden>
      {row.through.map((edge) => (
        <Line key={`t${edge.from}`} edge={edge} from={0} to={rowHeight} />
      ))}
      {row.above.map((edge) => (
        <Line key={`a${edge.from}`} edge={edge} from={0} to={middle - gap} />
      ))}
      {row.below.map((edge) => (
        <Line key={`b${edge.to}${edge.dashed ? 'd' : ''}`} edge={edge} from={middle + gap} to={rowHeight} />
      ))}
      {item.kind === 'folded' ? (
        <FoldedGlyph at={x(row.lane)} colour={row.colour} />
      ) : (
        <RevisionGlyph migration={item.migration} x={x(row.lane)} y={middle} />
      )}
    </svg>
  );
});
