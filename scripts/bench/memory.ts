import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Room } from '@colyseus/sdk';
import { freePort, startServer } from '../../tests/support/serverProcess.ts';
import { guestToken, inParallel, join } from './players.ts';

const CLIENTS = 2_000;
/** What the warm-up leaves behind (code, pools) must not count as the clients'. */
const WARM_UP_CLIENTS = 200;
const SETTLE_MS = 5_000;

/**
 * Resident memory per connected client at 2,000, each with a crash and a lobby socket; beside a stock
 * Colyseus server whose clients have two sockets as well, in the same run. Linux only: it reads /proc.
 */
export async function benchMemory(): Promise<Record<string, Record<string, number>>> {
  const ours = await benchOurs();
  const stock = await benchStock();
  return {
    fairground: ours,
    stockColyseus: stock,
    ratio: { toStock: ours.kibPerClient! / stock.kibPerClient! },
  };
}

async function benchOurs(): Promise<Record<string, number>> {
  const server = await startServer();
  try {
    return await measure(server.pid, async () => {
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

async function benchStock(): Promise<Record<string, number>> {
  const port = await freePort();
  const child = fork(new URL('./stockServer.ts', import.meta.url), [String(port)], { stdio: 'ignore' });
  try {
    await once(child, 'message');
    const url = `http://127.0.0.1:${port}`;
    return await measure(child.pid!, async () => [
      await join(url, null, 'crash', {}),
      await join(url, null, 'lobby', {}),
    ]);
  } finally {
    child.kill('SIGKILL');
  }
}

async function measure(pid: number, connect: () => Promise<Room[]>): Promise<Record<string, number>> {
  const warm = await inParallel(WARM_UP_CLIENTS, 10, connect);
  await settle();
  const before = await residentKib(pid);
  const more = await inParallel(CLIENTS - WARM_UP_CLIENTS, 10, connect);
  await settle();
  const after = await residentKib(pid);
  const rooms = [...warm, ...more].flat();
  const open = rooms.filter((room) => room.connection.isOpen).length;
  if (open !== CLIENTS * 2) throw new Error(`only ${open} of ${CLIENTS * 2} sockets are open`);
  await Promise.all(rooms.map((room) => room.leave()));
  return {
    clients: CLIENTS,
    beforeKib: before,
    afterKib: after,
    kibPerClient: (after - before) / (CLIENTS - WARM_UP_CLIENTS),
  };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}

async function residentKib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]);
}
