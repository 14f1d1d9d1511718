// What of the history is shown, and how: filters, and straight runs folded into one row.
import type { Migration } from '@/api/types';
import { layOut, type LaneLayout, type LaneNode } from './lanes';

export type RevisionState = 'applied' | 'current' | 'pending' | 'missing' | 'unknown';

export type HistoryItem =
  | { kind: 'revision'; id: string; migration: Migration }
  | { kind: 'folded'; id: string; migrations: Migration[] };

export interface HistoryFilter {
  text: string;
  /// A label, or a head: then what leads to it.
  branch: string;
  pendingOnly: boolean;
  fold: boolean;
  /// First revisions of runs that are unfolded.
  unfolded: ReadonlySet<string>;
  /// Shown in any case, even within a run.
  selected: string | null;
}

const shortestRun = 8;

export function parentsOf(migration: Migration): string[] {
  if (migration.down_revision === null) return [];
  return Array.isArray(migration.down_revision) ? migration.down_revision : [migration.down_revision];
}

export function stateOf(migration: Migration): RevisionState {
  if (migration.is_missing) return 'missing';
  if (migration.is_current) return 'current';
  if (migration.is_applied === null) return 'unknown';
  return migration.is_applied ? 'applied' : 'pending';
}

function matches(migration: Migration, filter: HistoryFilter, line: ReadonlySet<string> | null): boolean {
  if (line ? !line.has(migration.revision) : filter.branch !== '' && !migration.labels.includes(filter.branch)) return false;
  if (filter.pendingOnly && stateOf(migration) !== 'pending') return false;
  const text = filter.text.trim().toLowerCase();
  return (
    text === '' ||
    migration.revision.toLowerCase().startsWith(text) ||
    `${migration.doc}\n${migration.labels.join('\n')}`.toLowerCase().includes(text)
  );
}

/// Nothing happens at it that somebody would look for: it only goes on from one revision to the next.
function isPlain(migration: Migration, next: Migration | undefined): boolean {
  return (
    !migration.is_head &&
    !migration.is_branch_point &&
    !migration.is_merge_point &&
    !migration.is_current &&
    !migration.is_missing &&
    migration.branch_labels.length === 0 &&
    migration.depends_on.length === 0 &&
    migration.findings.length === 0 &&
    next !== undefined &&
    migration.down_revision === next.revision
  );
}

function single(migration: Migration): HistoryItem {
  return { kind: 'revision', id: migration.revision, migration };
}

function foldRuns(shown: Migration[], { unfolded, selected }: HistoryFilter): HistoryItem[] {
  const items: HistoryItem[] = [];
  const needed = new Set(shown.flatMap((each) => each.depends_on));
  for (let index = 0; index < shown.length; ) {
    const first = shown[index] as Migration;
    let end = index;
    while (
      end < shown.length &&
      isPlain(shown[end] as Migration, shown[end + 1]) &&
      shown[end]?.is_applied === first.is_applied &&
      !needed.has(shown[end]?.revision ?? '')
    )
      end += 1;
    const run = shown.slice(index, end);
    const opened = unfolded.has(first.revision) || run.some((each) => each.revision === selected);
    if (run.length >= shortestRun && !opened) {
      items.push({ kind: 'folded', id: first.revision, migrations: run });
      index = end;
    } else {
      items.push(single(first));
      // Within an unfolded run nothing is folded again.
      for (index += 1; run.length >= shortestRun && index < end; index += 1) items.push(single(shown[index] as Migration));
    }
  }
  return items;
}

/// For each revision the nearest shown ones at or above it, so that lines go on through what a filter hides.
function shownAncestors(all: Migration[], shown: ReadonlySet<string>): Map<string, string[]> {
  const nearest = new Map<string, string[]>();
  for (const migration of [...all].reverse()) {
    if (shown.has(migration.revision)) nearest.set(migration.revision, [migration.revision]);
    else
      nearest.set(migration.revision, [
        ...new Set(parentsOf(migration).flatMap((parent) => nearest.get(parent) ?? [])),
      ]);
  }
  return nearest;
}

function nodesOf(all: Migration[], items: HistoryItem[]): LaneNode[] {
  const shown = new Set(
    items.flatMap((item) => (item.kind === 'revision' ? [item.id] : item.migrations.map((each) => each.revision))),
  );
  const nearest = shown.size === all.length ? null : shownAncestors(all, shown);
  const visible = (ids: string[]) => (nearest ? [...new Set(ids.flatMap((id) => nearest.get(id) ?? []))] : ids);
  return items.map((item) => {
    const last = item.kind === 'revision' ? item.migration : (item.migrations.at(-1) as Migration);
    const parents = visible(parentsOf(last));
    return {
      id: item.id,
      parents,
      dependencies: visible(last.depends_on).filter((id) => shown.has(id) && !parents.includes(id)),
    };
  });
}

/// A revision and all that it stands on.
export function ancestryOf(all: Migration[], revision: string): Set<string> {
  const found = new Set([revision]);
  // Newest first: whoever is needed comes after those that need it.
  for (const migration of all)
    if (found.has(migration.revision))
      for (const each of [...parentsOf(migration), ...migration.depends_on]) found.add(each);
  return found;
}

/// A revision and all that stand on it.
export function followersOf(all: Migration[], revision: string): Set<string> {
  const found = new Set([revision]);
  for (const migration of [...all].reverse())
    if ([...parentsOf(migration), ...migration.depends_on].some((each) => found.has(each))) found.add(migration.revision);
  return found;
}

/// What is most likely wanted where a history has diverged: the first revision of a branch that is not applied, behind
/// another head. `chosen`: the revision that somebody has pointed at.
export function branchToMove(all: Migration[], chosen: string | null): { revision: string; onto: string } {
  const heads = all.filter((each) => each.is_head);
  const above = heads.find((each) => chosen !== null && ancestryOf(all, each.revision).has(chosen));
  const head = above ?? heads.find((each) => !each.is_applied) ?? heads.at(-1);
  const others = heads.filter((each) => each !== head);
  const elsewhere = new Set(others.flatMap((each) => [...ancestryOf(all, each.revision)]));
  const branch = head ? [...ancestryOf(all, head.revision)].filter((each) => !elsewhere.has(each)) : [];
  const first = all.findLast((each) => branch.includes(each.revision));
  const onto = others.find((each) => each.is_applied) ?? others[0];
  const revision = chosen ?? (onto ? first?.revision : head?.revision) ?? '';
  return { revision, onto: branch.includes(revision) ? (onto?.revision ?? '') : '' };
}

export interface ShownHistory {
  items: HistoryItem[];
  layout: LaneLayout;
}

export function showHistory(all: Migration[], filter: HistoryFilter): ShownHistory {
  const isHead = all.some((each) => each.is_head && each.revision === filter.branch);
  const line = isHead ? ancestryOf(all, filter.branch) : null;
  const shown = all.filter((migration) => matches(migration, filter, line));
  const items = filter.fold ? foldRuns(shown, filter) : shown.map(single);
  return { items, layout: layOut(nodesOf(all, items)) };
}

export interface Branches {
  labels: string[];
  /// Where the history has diverged; else the one head leads to everything.
  heads: Migration[];
}

export function branchesOf(all: Migration[]): Branches {
  const heads = all.filter((migration) => migration.is_head);
  return {
    labels: [...new Set(all.flatMap((migration) => migration.branch_labels))].sort(),
    heads: heads.length > 1 ? heads : [],
  };
}
