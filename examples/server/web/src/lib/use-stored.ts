import { useCallback, useState } from 'react';

/// What one person likes on one machine: widths, what is collapsed. Everything else belongs into the address.
export function useStored<Value>(name: string, otherwise: Value): [Value, (value: Value) => void] {
  const key = `alembicore.${name}`;
  const [value, set] = useState<Value>(() => {
    const text = localStorage.getItem(key);
    if (text === null) return otherwise;
    try {
      return JSON.parse(text) as Value;
    } catch {
      return otherwise;
    }
  });
  const store = useCallback(
    (next: Value) => {
      localStorage.setItem(key, JSON.stringify(next));
      set(next);
    },
    [key],
  );
  return [value, store];
}
