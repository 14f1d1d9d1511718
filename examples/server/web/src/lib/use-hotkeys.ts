import { useEffect, useRef } from 'react';

/// `Mod+k`, `?`, `ArrowDown`, or `g m`: one key after another.
/// Gives `'pass'` where it was not meant, and the browser does what it would.
export type Hotkeys = Record<string, (event: KeyboardEvent) => unknown>;

const patience = 900;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const mod = event.ctrlKey || event.metaKey ? 'Mod+' : '';
  const shift = event.shiftKey && event.key.length > 1 ? 'Shift+' : '';
  return `${mod}${event.altKey ? 'Alt+' : ''}${shift}${key}`;
}

export function useHotkeys(keys: Hotkeys, active = true): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!active) return;
    let prefix = '';
    let since = 0;
    const listen = (event: KeyboardEvent) => {
      const name = nameOf(event);
      if (event.defaultPrevented || ['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)) return;
      if (!name.startsWith('Mod+') && isTyping(event.target)) return;
      if (!name.startsWith('Mod+') && document.querySelector('[role="dialog"][data-state="open"],[role="menu"]')) return;
      const both = performance.now() - since < patience ? `${prefix} ${name}` : name;
      prefix = name;
      since = performance.now();
      const found = latest.current[both] ?? latest.current[name];
      if (!found) return;
      if (found(event) !== 'pass') event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [active]);
}
