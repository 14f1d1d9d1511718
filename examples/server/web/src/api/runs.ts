import { queryOptions } from '@tanstack/react-query';
import { useEffect, useReducer } from 'react';
import { apiUrl, change, get } from './client';
import type { Run, RunEvent } from './types';

export const runsQuery = queryOptions({
  queryKey: ['runs'],
  queryFn: ({ signal }) => get<{ runs: Run[] }>('runs', {}, signal).then((answer) => answer.runs),
  refetchInterval: 3_000,
});

export function runQuery(id: string) {
  return queryOptions({
    queryKey: ['runs', id],
    queryFn: ({ signal }) => get<Run>(`runs/${encodeURIComponent(id)}`, {}, signal),
    retry: false,
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 1_000 : false),
  });
}

export function cancelRun(id: string): Promise<Run> {
  return change<Run>('POST', `runs/${encodeURIComponent(id)}/cancel`);
}

export interface RunFeed {
  events: RunEvent[];
  ended: boolean;
}

type Told = { kind: 'events'; events: RunEvent[] } | { kind: 'end' } | { kind: 'anew' };

const nothing: RunFeed = { events: [], ended: false };

function listen(feed: RunFeed, told: Told): RunFeed {
  if (told.kind === 'anew') return nothing;
  if (told.kind === 'end') return { ...feed, ended: true };
  const last = feed.events.at(-1)?.id ?? 0;
  const fresh = told.events.filter((event) => event.id > last);
  return fresh.length === 0 ? feed : { ...feed, events: [...feed.events, ...fresh] };
}

/// What a run tells, from its first event on. The browser takes a broken connection up again behind the last event.
export function useRunFeed(id: string, onEnd: () => void): RunFeed {
  const [feed, tell] = useReducer(listen, nothing);
  useEffect(() => {
    tell({ kind: 'anew' });
    const source = new EventSource(apiUrl(`runs/${encodeURIComponent(id)}/events`));
    let waiting: RunEvent[] = [];
    let frame = 0;
    const flush = () => {
      frame = 0;
      tell({ kind: 'events', events: waiting });
      waiting = [];
    };
    source.onmessage = (message: MessageEvent<string>) => {
      waiting.push(JSON.parse(message.data) as RunEvent);
      frame ||= window.setTimeout(flush, 40);
    };
    source.addEventListener('end', () => {
      source.close();
      window.clearTimeout(frame);
      flush();
      tell({ kind: 'end' });
      onEnd();
    });
    return () => {
      source.close();
      window.clearTimeout(frame);
    };
  }, [id, onEnd]);
  return feed;
}
