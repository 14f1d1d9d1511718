export interface ChangedLine {
  number: number;
  before: string;
  after: string;
}

/// Lines that are not as they were, in a text that has as many of them as before.
export function changedLines(before: string, after: string): ChangedLine[] {
  const now = after.split('\n');
  return before
    .split('\n')
    .map((line, index) => ({ number: index + 1, before: line, after: now[index] ?? '' }))
    .filter((line) => line.before !== line.after);
}
