const apple = navigator.platform.startsWith('Mac');

function named(key: string): string {
  if (key === 'Mod') return apple ? '⌘' : 'Ctrl';
  return key;
}

/// `Mod+K`, or `g m` for one key after another.
export function Keys({ of }: { of: string }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      {of.split(/[+ ]/).map((key, index) => (
        <kbd
          key={index}
          className="min-w-[1.25rem] rounded border border-edge bg-panel px-1 text-center font-sans text-2xs leading-[1.125rem] text-soft"
        >
          {named(key)}
        </kbd>
      ))}
    </span>
  );
}
