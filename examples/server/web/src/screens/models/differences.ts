import type { ModelDifferences, ModelName } from '@/api/types';

export type Difference = ModelDifferences['differences'][number];

/// `column public.users.email` belongs to the table users of the schema public.
export function differencesOf(all: Difference[], table: ModelName): Difference[] {
  const schema = table.schema || 'public';
  const name = `${schema}.${table.name}`;
  return all.filter(({ part }) => part.split(' ').some((word) => word === name || word.startsWith(`${name}.`)));
}
