import { startServer } from '../../tests/support/serverProcess.ts';
import { guestToken, join } from './players.ts';
import { residentPerClient } from './residentMemory.ts';
import { withStockServer } from './stockProcess.ts';

const CLIENTS = 2_000;

/**
 * Resident memory per connected client at 2,000, each with a crash and a lobby socket; beside a stock
 * Colyseus server whose clients have two sockets as well, in the same run.
 */
export async function benchMemory(): Promise<Record<string, Record<string, number>>> {
  const ours = await benchOurs();
  const stock = await withStockServer((pid, url) =>
    residentPerClient(pid, CLIENTS, async () => [
      await join(url, null, 'crash', {}),
      await join(url, null, 'lobby', {}),
    ]),
  );
  return {
    fairground: ours,
    stockColyseus: stock,
    ratio: { toStock: ours.kibPerClient! / stock.kibPerClient! },
  };
}

async function benchOurs(): Promise<Record<string, number>> {
  const server = await startServer();
  try {
    return await residentPerClient(server.pid, CLIENTS, async () => {
      const token = await guestToken(server.url);
      return [
        await join(server.url, token, 'crash', { table: 'main' }),
        await join(server.url, token, 'lobby', {}),
      ];
    });
  } finally {
    await server.dispose();
  }
}
