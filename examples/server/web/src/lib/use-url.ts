import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

type Changes = Record<string, string | null>;

/// The state of a screen, which is its address. `null` takes a parameter away.
export function useUrl() {
  const [parameters, set] = useSearchParams();
  const change = useCallback(
    (changes: Changes, history: 'push' | 'replace' = 'push') => {
      set(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes))
            if (value === null || value === '') next.delete(name);
            else next.set(name, value);
          return next;
        },
        { replace: history === 'replace' },
      );
    },
    [set],
  );
  return { get: useCallback((name: string) => parameters.get(name), [parameters]), change };
}
