import { Client, type Room } from '@colyseus/sdk';
import { startServer } from '../../tests/support/serverProcess.ts';
import { guestToken, inParallel } from './players.ts';
import { residentPerClient } from './residentMemory.ts';
import { withStockServer } from './stockProcess.ts';

const ROOMS = 2_000;

/**
 * Resident memory per idle session room at 2,000, each with its player: slots, gacha and rock-paper-scissors,
 * beside a stock Colyseus server with an empty room per client, in the same run.
 */
export async function benchSessions(): Promise<Record<string, Record<string, number>>> {
  const stock = await withStockServer((pid, url) =>
    residentPerClient(pid, ROOMS, async () => [await create(url, null, 'session', {})]),
  );
  const results: Record<string, Record<string, number>> = { stockEmptyRoom: stock };
  for (const [room, options] of [
    ['slots', { machine: 'neon3' }],
    ['gacha', { banner: 'starlight' }],
    ['rps', {}],
  ] as const) {
    const ours = await benchOurs(room, options);
    results[room] = { ...ours, toStock: ours.kibPerClient! / stock.kibPerClient! };
  }
  return results;
}

async function benchOurs(room: string, options: object): Promise<Record<string, number>> {
  const server = await startServer();
  try {
    // Made by an earlier process: accounts are there without rooms too, and the heap that making them would leave
    // behind would be room for the rooms.
    const tokens = await inParallel(ROOMS, 10, () => guestToken(server.url));
    await server.stop();
    await server.start();
    return await residentPerClient(server.pid, ROOMS, async () => [
      await create(server.url, tokens.pop()!, room, options),
    ]);
  } finally {
    await server.dispose();
  }
}

async function create(url: string, token: string | null, name: string, options: object): Promise<Room> {
  const client = new Client(url);
  if (token !== null) client.auth.token = token;
  const room = await client.create(name, options);
  room.reconnection.enabled = false;
  room.onMessage('standing', () => {});
  return room;
}
