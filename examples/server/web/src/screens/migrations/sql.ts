import type { Direction } from '@/api/types';

function dedent(text: string): string {
  const lines = text.replace(/^\s*\n/, '').trimEnd().split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.match(/^ */)?.[0].length ?? 0);
  const common = Math.min(...indents);
  return lines.map((line) => line.slice(Number.isFinite(common) ? common : 0)).join('\n');
}

export function sqlText(direction: Direction): string {
  return direction.sql.map((statement) => `${dedent(statement)};`).join('\n\n');
}
