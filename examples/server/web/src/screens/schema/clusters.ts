// Hundreds of tables in groups that belong together, so that a large diagram is a map and not a tower.
import type { Edge } from '@xyflow/react';

/// Groups beyond this would be towers again.
const largest = 24;
/// A table that so many point to (users, say) belongs to no group more than to another.
const hubFrom = 30;
const rounds = 6;

/// For each id the group that most of its neighbours are in, found by asking them again and again.
export function clustersOf(ids: string[], edges: Edge[]): string[][] {
  const near = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { source, target } of edges) {
    if (source === target || !near.has(source) || !near.has(target)) continue;
    near.get(source)?.push(target);
    near.get(target)?.push(source);
  }
  const isHub = (id: string) => (near.get(id)?.length ?? 0) >= hubFrom;
  const group = new Map(ids.map((id) => [id, id]));
  const sizes = new Map(ids.map((id) => [id, 1]));
  const move = (id: string, to: string) => {
    const from = group.get(id) ?? id;
    sizes.set(from, (sizes.get(from) ?? 1) - 1);
    sizes.set(to, (sizes.get(to) ?? 0) + 1);
    group.set(id, to);
  };
  for (let round = 0; round < rounds; round += 1)
    for (const id of ids) {
      const votes = new Map<string, number>();
      for (const other of near.get(id) ?? []) {
        const theirs = group.get(other) ?? other;
        if (!isHub(other)) votes.set(theirs, (votes.get(theirs) ?? 0) + 1);
      }
      const own = group.get(id) ?? id;
      let best = own;
      for (const [each, count] of votes)
        if (count > (votes.get(best) ?? 0) && (sizes.get(each) ?? 0) < largest) best = each;
      if (best !== own) move(id, best);
    }
  const members = new Map<string, string[]>();
  for (const [id, of] of group) members.set(of, [...(members.get(of) ?? []), id]);
  const [single, several] = [[] as string[], [] as string[][]];
  for (const each of members.values()) {
    if (each.length === 1) single.push(...each);
    else several.push(each);
  }
  for (let at = 0; at < single.length; at += largest) several.push(single.slice(at, at + largest));
  return several.sort((a, b) => b.length - a.length);
}

export interface Sized {
  width: number;
  height: number;
}

/// Puts boxes on shelves, so that all of them together are about as wide as a screen is.
export function shelve(boxes: Sized[], gap: number, aspect: number): { x: number; y: number }[] {
  const area = boxes.reduce((sum, box) => sum + (box.width + gap) * (box.height + gap), 0);
  const width = Math.max(Math.sqrt(area * aspect), ...boxes.map((box) => box.width));
  const order = boxes.map((_, index) => index).sort((a, b) => (boxes[b]?.height ?? 0) - (boxes[a]?.height ?? 0));
  const places: { x: number; y: number }[] = [];
  let [x, y, shelf] = [0, 0, 0];
  for (const index of order) {
    const box = boxes[index] ?? { width: 0, height: 0 };
    if (x > 0 && x + box.width > width) {
      y += shelf + gap;
      [x, shelf] = [0, 0];
    }
    places[index] = { x, y };
    x += box.width + gap;
    shelf = Math.max(shelf, box.height);
  }
  return places;
}
