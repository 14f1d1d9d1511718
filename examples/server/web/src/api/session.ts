import { queryOptions } from '@tanstack/react-query';
import { change, forgetToken, get } from './client';
import type { Session } from './types';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => get<Session>('session', {}, signal),
  staleTime: 30_000,
});

export async function logIn(user: string, password: string): Promise<Session> {
  const session = await change<Session>('POST', 'login', { body: { user, password } });
  forgetToken();
  return session;
}

export async function logOut(): Promise<Session> {
  const session = await change<Session>('POST', 'logout');
  forgetToken();
  return session;
}
