import { fileURLToPath } from 'node:url';
import { Client } from '@colyseus/sdk';
import { freePort } from '../../db/embedded/freePort.ts';
import { type Child, startChild, until } from './child.ts';
import { startRedis } from './redis.ts';

const SERVER = fileURLToPath(new URL('stockServer.ts', import.meta.url));
const GIVES_UP_AFTER_MS = 30_000;

/**
 * How long a client of a stock Colyseus cluster of two processes takes from `kill -9` of the process that it is in to a seat in a
 * new room: it joins again through the survivor as soon as its socket closes, until it gets one.
 */
export async function measureStock(runs: number): Promise<number[]> {
  const redis = await startRedis(await freePort());
  const processes = new Map<string, Child>();
  const start = async (port: number) => {
    const env = { ...process.env, STOCK_PORT: `${port}`, STOCK_REDIS: redis.url };
    const child = startChild(process.execPath, [SERVER], env);
    await until('a stock server', () => child.output().includes('ready'), GIVES_UP_AFTER_MS);
    processes.set(`127.0.0.1:${port}`, child);
  };
  const times: number[] = [];
  try {
    for (let run = 0; run < runs; run += 1) {
      for (const child of processes.values()) {
        child.signal('SIGKILL');
        await child.ended;
      }
      processes.clear();
      // Both from nothing, so that no run meets what an earlier one left.
      await redis.stop();
      await redis.start();
      const ports = [await freePort(), await freePort()];
      for (const port of ports) await start(port);
      times.push(await oneRun(ports, processes));
    }
    return times;
  } finally {
    for (const child of processes.values()) child.signal('SIGKILL');
    await redis.stop();
  }
}

async function oneRun(ports: readonly number[], processes: Map<string, Child>): Promise<number> {
  const room = await new Client(`http://127.0.0.1:${ports[0]}`).joinOrCreate('table');
  room.reconnection.enabled = false;
  const { ws } = room.connection.transport as unknown as { ws: { url: string } };
  const { host } = new URL(ws.url);
  const survivor = ports.find((port) => `127.0.0.1:${port}` !== host)!;
  const closed = new Promise<void>((resolve) => room.onLeave(() => resolve()));
  const killedAtMs = performance.now();
  processes.get(host)!.signal('SIGKILL');
  await closed;
  const client = new Client(`http://127.0.0.1:${survivor}`);
  for (;;) {
    try {
      const next = await client.joinOrCreate('table');
      next.reconnection.enabled = false;
      return performance.now() - killedAtMs;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
