// Changes of a schema, gathered by the table that they are about.
import type { SchemaChange } from '@/api/safety-types';

export interface PartName {
  /// column, table, index, comment on column, …
  kind: string;
  /// `public.users`; of what belongs to no table its own name.
  owner: string;
  /// Within its owner; empty for the owner itself.
  name: string;
}

const withinTables = ['column', 'constraint', 'index', 'trigger', 'policy'];

/// Names in quotes may have dots inside.
function namesIn(text: string): string[] {
  return text.match(/"(?:[^"]|"")*"|[^.]+/g) ?? [text];
}

export function partName(part: string): PartName {
  const comment = part.match(/^comment on (.*)$/);
  if (comment?.[1]) {
    const about = partName(comment[1]);
    return { ...about, kind: `comment on ${about.kind}` };
  }
  const space = part.indexOf(' ');
  const kind = part.slice(0, space);
  const names = namesIn(part.slice(space + 1));
  if (withinTables.includes(kind) && names.length > 2)
    return { kind, owner: names.slice(0, 2).join('.'), name: names.slice(2).join('.') };
  return { kind, owner: part.slice(space + 1), name: '' };
}

export interface ChangedObject {
  name: string;
  /// How the object itself changes; null where only parts of it do.
  self: { kind: string; change: SchemaChange } | null;
  parts: { name: PartName; change: SchemaChange }[];
}

const order = ['column', 'constraint', 'index', 'trigger', 'policy'];

function rankOf(kind: string): number {
  const found = order.indexOf(kind);
  return found === -1 ? order.length : found;
}

export function changedObjects(changes: SchemaChange[]): ChangedObject[] {
  const objects = new Map<string, ChangedObject>();
  for (const change of changes) {
    const name = partName(change.part);
    const found = objects.get(name.owner) ?? { name: name.owner, self: null, parts: [] };
    if (name.name === '' && !name.kind.startsWith('comment')) found.self = { kind: name.kind, change };
    else found.parts.push({ name, change });
    objects.set(name.owner, found);
  }
  for (const object of objects.values()) object.parts.sort((a, b) => rankOf(a.name.kind) - rankOf(b.name.kind));
  return [...objects.values()];
}

/// Without `public.`, which stands everywhere and says nothing.
export function shortName(name: string): string {
  return name.replace(/^public\./, '');
}
