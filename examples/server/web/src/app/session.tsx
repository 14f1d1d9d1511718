import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { onUnauthorised } from '@/api/client';
import { logOut, sessionQuery } from '@/api/session';
import type { Ability, Session } from '@/api/types';
import { LoginScreen } from './LoginScreen';
import { screens, type Screen } from './screens';

interface SessionState {
  session: Session | null;
  /// What is not allowed is not offered; the server refuses it all the same.
  can: (what: Ability) => boolean;
  leave: () => Promise<void>;
}

const Context = createContext<SessionState | null>(null);

/// Another one asks now: nothing of what the one before has seen is kept.
function useChangeOfVisitor() {
  const client = useQueryClient();
  return useCallback(
    (next: Session) => {
      client.setQueryData(sessionQuery.queryKey, next);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    },
    [client],
  );
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { data: session, isPending } = useQuery(sessionQuery);
  useEffect(() => onUnauthorised(() => void client.invalidateQueries({ queryKey: sessionQuery.queryKey })), [client]);
  const becomes = useChangeOfVisitor();
  const leave = useCallback(async () => becomes(await logOut()), [becomes]);
  const value = useMemo<SessionState>(
    () => ({ session: session ?? null, can: (what) => session?.can?.[what] ?? true, leave }),
    [session, leave],
  );
  // A moment: nothing is better than a screen that is taken back.
  if (isPending) return null;
  if (session?.login_needed)
    return <LoginScreen session={session} onDone={becomes} />;
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useSession(): SessionState {
  const found = useContext(Context);
  if (!found) throw new Error('no SessionProvider above');
  return found;
}

/// Those that one may see.
export function useScreens(): Screen[] {
  const { can } = useSession();
  return screens.filter((screen) => !screen.needs || can(screen.needs));
}
