import { createRouter, type Endpoint, matchMaker } from '@colyseus/core';
import type { SigningKeys } from '../auth/signingKeys.ts';
import { onlyTellOperators } from './playgroundJoin.ts';
import { createToolsPasses, TOOLS_PATH, type ToolsPasses } from './toolsPass.ts';

/** What the monitor may do to a room. It could call any method of any room, and write into its state. */
const ROOM_CALLS: ReadonlyMap<string, 'tools.dispose' | 'tools.kick'> = new Map([
  ['disconnect', 'tools.dispose'],
  ['_forceClientDisconnect', 'tools.kick'],
]);

/** Rooms that everybody shares, and that this process has opened for good: a table is paused instead. */
const KEPT_OPEN = new Set(['crash', 'lobby', 'monitor']);

/** What a request to the tools wants. */
export type ToolUse =
  | { kind: 'look' }
  /** Something happens: `target` is the room, and for a kick the session in it. */
  | { kind: 'act'; action: 'tools.dispose' | 'tools.kick'; target: string }
  /** Not offered: other methods, the profiler, other verbs. */
  | { kind: 'never' };

export function toolUseOf(request: Request): ToolUse {
  if (request.method !== 'GET') return { kind: 'never' };
  const { pathname, searchParams } = new URL(request.url);
  const path = pathname.slice(TOOLS_PATH.length);
  // One way to write a path: what is looked at here is what their router sees.
  if (/%|\/\//.test(path) || /^\/playground\/profiling(\/|$)/.test(path)) return { kind: 'never' };
  if (!/^\/monitor\/api\/room\/call\/?$/.test(path)) return { kind: 'look' };
  const action = ROOM_CALLS.get(searchParams.get('method') ?? '');
  if (action === undefined) return { kind: 'never' };
  const parts = [
    searchParams.get('roomId') ?? '',
    ...(action === 'tools.kick' ? sessionIn(searchParams) : []),
  ];
  return { kind: 'act', action, target: parts.join('/') };
}

function sessionIn(searchParams: URLSearchParams): string[] {
  try {
    return [String((JSON.parse(searchParams.get('args') ?? '') as unknown[])[0])];
  } catch {
    return [];
  }
}

/** False for what would be missing afterwards. */
export async function mayDispose(roomId: string): Promise<boolean> {
  const [room] = await matchMaker.query({ roomId });
  return room !== undefined && !KEPT_OPEN.has(room.name);
}

export interface ColyseusTools {
  passes: ToolsPasses;
  /** Answers whatever is under /colyseus: who may come in is for the caller to check. */
  handle(request: Request): Promise<Response>;
}

export function openTools(keys: SigningKeys): ColyseusTools {
  return { passes: createToolsPasses(keys), handle: createHandler() };
}

/**
 * Colyseus' own monitor and playground under /colyseus. They are loaded when an operator first asks for them: they bring
 * Express sessions, OAuth and more that nobody else needs.
 */
function createHandler(): (request: Request) => Promise<Response> {
  let router: Promise<{ handler(request: Request): Promise<Response> }> | undefined;
  return async (request) => {
    router ??= load();
    const { handler } = await router;
    const url = new URL(request.url);
    // The pages name their files relative to a directory.
    if (/^\/colyseus\/(monitor|playground)$/.test(url.pathname)) return redirect(`${url.pathname}/`);
    const answer = await handler(new Request(url, { headers: request.headers }));
    // The transport counts the bytes and keeps the connection itself.
    const headers = new Headers(answer.headers);
    for (const name of ['connection', 'content-length']) headers.delete(name);
    return new Response(answer.body, { status: answer.status, headers });
  };
}

async function load() {
  const { monitor } = await import('@colyseus/monitor');
  const { playground } = await onlyTellOperators(async () => {
    const loaded = await import('@colyseus/playground');
    return { playground: loaded.playground({ prefix: `${TOOLS_PATH}/playground`, use: [] }) };
  });
  const endpoints = { ...monitor({ prefix: `${TOOLS_PATH}/monitor` }), ...playground };
  return createRouter(endpoints as unknown as Record<string, Endpoint>);
}

function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { location } });
}
