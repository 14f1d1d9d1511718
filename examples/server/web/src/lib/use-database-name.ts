import { useQuery } from '@tanstack/react-query';
import { connectionQuery } from '@/api/database';
import { databaseName } from './database-name';

/// What the server calls its database; without an answer, what the address says.
export function useDatabaseName(): string {
  const { data } = useQuery(connectionQuery);
  return data?.database ?? databaseName(data?.url);
}
