import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

/// What the palette offers beside its buttons: same handler, same name.
export interface Command {
  id: string;
  name: string;
  keys?: string;
  run: () => void;
}

type Registry = [Command[], (commands: Command[]) => void];

const Context = createContext<Registry | null>(null);

export function CommandProvider({ children }: { children: ReactNode }) {
  const [commands, setCommands] = useState<Command[]>([]);
  const value = useMemo<Registry>(() => [commands, setCommands], [commands]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

function useRegistry(): Registry {
  const found = useContext(Context);
  if (!found) throw new Error('no CommandProvider above');
  return found;
}

export function useCommandList(): Command[] {
  return useRegistry()[0];
}

/// Offers the commands of a screen as long as it is shown.
export function useCommands(commands: Command[]): void {
  const [, setCommands] = useRegistry();
  const latest = useRef(commands);
  latest.current = commands;
  const names = commands.map((command) => `${command.id}=${command.name}`).join('\n');
  useEffect(() => {
    setCommands(
      latest.current.map((command) => ({
        ...command,
        run: () => latest.current.find((each) => each.id === command.id)?.run(),
      })),
    );
  }, [names, setCommands]);
  useEffect(() => () => setCommands([]), [setCommands]);
}
