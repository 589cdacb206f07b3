import { setTimeout as pause } from 'node:timers/promises';
import { Client, type Room } from '@colyseus/sdk';
import type { RevealedPair } from '../../domain/games/seeds.ts';
import type { SessionSummary } from '../../domain/protocol/session.ts';
import { enter, until } from './harness.ts';

/** A seat in a session room, by Colyseus' own SDK, which sends whatever a test wants to send. */
export interface Session<Standing> {
  room: Room;
  /** Messages `standing` and `summary` so far. */
  standings: Standing[];
  summaries: SessionSummary[];
  closed: Promise<number>;
}

export async function openSession<Standing>(
  url: string,
  accessToken: string | null,
  room: 'slots' | 'gacha' | 'rps',
  options: object = {},
): Promise<Session<Standing>> {
  const client = new Client(url);
  if (accessToken !== null) client.auth.token = accessToken;
  return attend(await enter(client, room, options));
}

export async function attend<Standing>(room: Room): Promise<Session<Standing>> {
  room.reconnection.enabled = false;
  const standings: Standing[] = [];
  const summaries: SessionSummary[] = [];
  room.onMessage('standing', (standing: Standing) => standings.push(standing));
  room.onMessage('summary', (summary: SessionSummary) => summaries.push(summary));
  const closed = new Promise<number>((resolve) => {
    room.onLeave((code) => resolve(code));
    room.onDrop((code) => resolve(code));
  });
  await until(() => standings.length > 0);
  return { room, standings, summaries, closed };
}

/** A route of the player's own. */
export async function ask<T>(url: string, accessToken: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

export async function coins(url: string, accessToken: string): Promise<number> {
  return (await ask<{ balances: { coins: number } }>(url, accessToken, '/api/me')).balances.coins;
}

/** Reveals the seeds of the games so far. */
export async function reveal(url: string, accessToken: string): Promise<RevealedPair> {
  const rotated = await ask<{ revealed: RevealedPair }>(url, accessToken, '/api/fairness/seeds/rotate', {
    clientSeed: crypto.randomUUID(),
  });
  return rotated.revealed;
}

/** What matchmaking answers to a bare request. */
export async function matchmake(
  url: string,
  path: string,
  accessToken: string | null,
  options: object = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${url}/matchmake/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify(options),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Sends a request with its key again while the server is `busy`, its store away, or it says nothing, as clients do. */
export async function untilAnswered<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const { message, reason } = error as Error & { reason?: { code?: string } };
      const isUnanswered = reason === undefined && message.includes('timed out');
      if (!isUnanswered && reason?.code !== 'busy' && reason?.code !== 'store_unavailable') throw error;
    }
    await pause(20);
  }
}
