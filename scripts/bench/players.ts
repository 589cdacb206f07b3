import { Client, type Room } from '@colyseus/sdk';

/** A guest's token, straight from the route that a player uses. What a busy machine refuses is tried again. */
export async function guestToken(url: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/guest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ageConfirmed: true }),
  });
  if (response.status === 503) {
    await response.arrayBuffer();
    await new Promise((resolve) => setTimeout(resolve, 250));
    return guestToken(url);
  }
  const body = (await response.json()) as { accessToken?: string };
  if (!response.ok || !body.accessToken) throw new Error(`guest: ${response.status} ${JSON.stringify(body)}`);
  return body.accessToken;
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
