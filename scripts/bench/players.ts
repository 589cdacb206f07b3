import { Client, type Room } from '@colyseus/sdk';
import type { SeedsView } from '../../domain/games/seeds.ts';

/** Posts to a route that players use. What a busy server refuses is asked again. @throws Error on any other refusal */
export async function post<T>(url: string, path: string, token: string | null, body: object): Promise<T> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (response.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    return post(url, path, token, body);
  }
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer as T;
}

/** A guest, as players become one. */
export async function guest(url: string): Promise<{ playerId: string; token: string }> {
  const answer = await post<{ player: { id: string }; accessToken: string }>(
    ...([url, '/api/auth/guest', null, { ageConfirmed: true }] as const),
  );
  return { playerId: answer.player.id, token: answer.accessToken };
}

export const guestToken = async (url: string): Promise<string> => (await guest(url)).token;

/** A guest with coins: where the database was slow, the welcome grant is booked with a later request. */
export async function fundedToken(url: string): Promise<string> {
  const token = await guestToken(url);
  for (;;) {
    const response = await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
    const { balances } = (await response.json()) as { balances?: { coins: number } };
    if (balances !== undefined && balances.coins > 0) return token;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Joins a room with Colyseus' own SDK: nothing of ours between the figure and the wire. */
export async function join(url: string, token: string | null, room: string, options: object): Promise<Room> {
  const client = new Client(url);
  if (token !== null) client.auth.token = token;
  const joined = await client.joinOrCreate(room, options);
  joined.reconnection.enabled = false;
  for (const type of ['bet', 'balance', 'tables', 'notice', 'broadcast', 'draining'])
    joined.onMessage(type, () => {});
  return joined;
}

/** Runs `work` for each index, at most `width` at a time. */
export async function inParallel<T>(
  count: number,
  width: number,
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const results = new Array<T>(count);
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(width, count) }, async () => {
      while (next < count) {
        const index = next++;
        results[index] = await work(index);
      }
    }),
  );
  return results;
}

/** The value below which `share` of the samples lie. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Every player's seed pair has counted exactly the spins that were acknowledged. @throws Error where one has not */
export async function checkNonces(url: string, tokens: string[], spinsOf: number[]): Promise<void> {
  await inParallel(tokens.length, 10, async (index) => {
    const headers = { authorization: `Bearer ${tokens[index]}` };
    const response = await fetch(`${url}/api/fairness/seeds`, { headers });
    const { nonce } = (await response.json()) as SeedsView;
    if (nonce !== spinsOf[index]) throw new Error(`${spinsOf[index]} spins acknowledged, nonce ${nonce}`);
  });
}
