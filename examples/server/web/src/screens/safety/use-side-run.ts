// A run that is started beside what somebody looks at, and whose report is shown there.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { cancelRun, runQuery } from '@/api/runs';
import type { Run } from '@/api/types';

const betweenLooks = 300;

export interface SideRun {
  start: () => void;
  cancel: () => void;
  run: Run | null;
  going: boolean;
  failure: unknown;
}

export function useSideRun(begin: () => Promise<Run>): SideRun {
  const [id, setId] = useState<string | null>(null);
  const start = useMutation({ mutationFn: begin, onSuccess: (run) => setId(run.id), onMutate: () => setId(null) });
  const { data, error } = useQuery({
    ...runQuery(id ?? ''),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data?.state === 'running' ? betweenLooks : false),
  });
  const run = id === null ? null : (data ?? null);
  return {
    start: () => start.mutate(),
    cancel: () => void (id !== null && cancelRun(id).catch(() => undefined)),
    run,
    going: start.isPending || (id !== null && !error && (run === null || run.state === 'running')),
    failure: start.error ?? error,
  };
}
