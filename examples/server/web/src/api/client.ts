import { baseUrl } from '@/lib/base';
import type { ErrorInfo, ProblemDocument, Session } from './types';

export class Problem extends Error {
  constructor(readonly document: ProblemDocument) {
    super(document.what ?? document.title);
  }
}

export function problemFrom(info: ErrorInfo): ProblemDocument {
  return {
    type: `/docs/errors#${info.code}`,
    title: info.message,
    status: 0,
    detail: info.message,
    code: info.code,
    what: info.message,
    why: info.reason || undefined,
    fix: info.remedy || undefined,
    place: info.place ?? undefined,
    revision: info.revision || undefined,
    statement: info.statement || undefined,
    server: info.server ?? undefined,
    database_state: info.database_state || undefined,
  };
}

export type Query = Record<string, string | number | undefined | readonly string[]>;

export function apiUrl(path: string, query: Query = {}): string {
  const url = new URL(`api/${path}`, baseUrl);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(each));
  }
  return url.href;
}

const unauthorised = new EventTarget();

/// Called when the server wants to know who asks: a session is over.
export function onUnauthorised(act: () => void): () => void {
  unauthorised.addEventListener('told', act);
  return () => unauthorised.removeEventListener('told', act);
}

async function read<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    body = null;
  }
  if (response.ok) return body as Answer;
  const problem = body as ProblemDocument | null;
  if (response.status === 401) unauthorised.dispatchEvent(new Event('told'));
  throw new Problem(
    problem ?? {
      type: 'about:blank',
      title: `${response.status} ${response.statusText}`,
      status: response.status,
      detail: text.slice(0, 500),
    },
  );
}

async function send(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new Problem({
      type: 'about:blank',
      title: 'The server does not answer',
      status: 0,
      code: 'server_unreachable',
      detail: String(failure),
    });
  }
}

export async function get<Answer>(path: string, query?: Query, signal?: AbortSignal): Promise<Answer> {
  return read<Answer>(await send(apiUrl(path, query), { signal }));
}

let token: Promise<string> | undefined;

function sessionToken(): Promise<string> {
  token ??= get<Session>('session').then((session) => session.token);
  token.catch(() => (token = undefined));
  return token;
}

/// After a login another one is needed.
export function forgetToken(): void {
  token = undefined;
}

interface Change {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

async function attempt(method: string, path: string, { query, body, signal }: Change): Promise<Response> {
  const raw = typeof body === 'string' || body instanceof Blob;
  return send(apiUrl(path, query), {
    method,
    signal,
    headers: {
      'X-Alembicore-Token': await sessionToken(),
      'Content-Type': raw ? 'text/csv' : 'application/json',
    },
    body: raw ? body : body === undefined ? undefined : JSON.stringify(body),
  });
}

/// A server that was started anew, and another session, have a new token: asked for once more then.
export async function change<Answer>(method: 'POST' | 'DELETE', path: string, what: Change = {}): Promise<Answer> {
  let response = await attempt(method, path, what);
  if (response.status === 403) {
    const refused = await token;
    token = undefined;
    // With the same token it would be refused again: then it is the role that does not suffice.
    if ((await sessionToken()) !== refused) response = await attempt(method, path, what);
  }
  return read<Answer>(response);
}
