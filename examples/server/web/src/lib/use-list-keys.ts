import { useHotkeys } from './use-hotkeys';

/// The arrows choose the next and the previous of a list, as in the history.
export function useListKeys(ids: string[], chosen: string | null, choose: (id: string) => void): void {
  const move = (by: number) => (event: KeyboardEvent) => {
    // There they scroll.
    if (event.target instanceof Element && event.target.closest('[role="region"],[role="log"]')) return 'pass';
    const now = chosen === null ? -1 : ids.indexOf(chosen);
    const id = ids[Math.min(Math.max(now + by, 0), ids.length - 1)];
    if (id !== undefined && id !== chosen) choose(id);
    return null;
  };
  useHotkeys({
    ArrowDown: move(1),
    ArrowUp: move(-1),
    Home: move(-ids.length),
    End: move(ids.length + 1),
  });
}
