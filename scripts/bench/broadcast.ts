import { fork } from 'node:child_process';
import { queryServer } from '../../tests/support/serverDatabase.ts';
import { startServer } from '../../tests/support/serverProcess.ts';
import type { ListenersReport } from './broadcastListeners.ts';
import { guestToken, inParallel, quantile } from './players.ts';

const LISTENERS = 2_000;
const BROADCASTS = 5;
/** After so long whatever comes would have come twice. */
const SETTLES_MS = 1_500;
const TEXT = 'Maintenance at nine o’clock: rounds under way are played to their end.';

const nowMs = () => performance.timeOrigin + performance.now();

/**
 * Broadcasts to everybody, with 2,000 players in the lobby, whose sockets are another process's: from the moment the
 * operator asks until the last of them has it. The figures count only if every one had each of them exactly once.
 */
export async function benchBroadcast(): Promise<Record<string, Record<string, number>>> {
  const server = await startServer();
  try {
    const tokens = await inParallel(LISTENERS, 10, () => guestToken(server.url));
    const operator = await guestToken(server.url);
    await queryServer(
      server,
      `update player set role = 'admin' where created_at_ms = (select max(created_at_ms) from player)`,
    );
    const listeners = fork(new URL('./broadcastListeners.ts', import.meta.url));
    const message = <T>() =>
      new Promise<T>((resolve, reject) => {
        listeners.once('message', resolve as (message: unknown) => void);
        listeners.once('exit', () => reject(new Error('the listeners failed')));
      });
    try {
      listeners.send({ url: server.url, tokens });
      await message();
      const sent: { askedAtMs: number; answeredMs: number }[] = [];
      for (let count = 0; count < BROADCASTS; count += 1) {
        sent.push(await send(server.url, operator));
        await new Promise((resolve) => setTimeout(resolve, SETTLES_MS));
      }
      listeners.send('report');
      return { [`lobby${LISTENERS}`]: figures(sent, await message<ListenersReport>()) };
    } finally {
      listeners.removeAllListeners('exit');
      listeners.kill();
    }
  } finally {
    await server.dispose();
  }
}

async function send(url: string, token: string): Promise<{ askedAtMs: number; answeredMs: number }> {
  const askedAtMs = nowMs();
  const response = await fetch(`${url}/api/admin/broadcasts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      ...{ text: TEXT, level: 'warning', audience: { to: 'all' } },
      expiresAtMs: Math.ceil(askedAtMs) + 60_000,
    }),
  });
  if (!response.ok) throw new Error(`broadcast: ${response.status} ${await response.text()}`);
  return { askedAtMs, answeredMs: nowMs() - askedAtMs };
}

function figures(
  sent: readonly { askedAtMs: number; answeredMs: number }[],
  heard: ListenersReport,
): Record<string, number> {
  const wrong = heard.filter((times) => times.length !== sent.length).length;
  if (wrong > 0) throw new Error(`${wrong} listeners did not have each broadcast exactly once`);
  const delays = sent.map(({ askedAtMs }, place) => heard.map((times) => times[place]! - askedAtMs));
  return {
    broadcasts: sent.length,
    firstMs: Math.min(...delays.flat()),
    p50Ms: quantile(delays.flat(), 0.5),
    p99Ms: quantile(delays.flat(), 0.99),
    /** The slowest listener of the slowest broadcast. */
    lastMs: Math.max(...delays.flat()),
    answeredMs: quantile(
      sent.map(({ answeredMs }) => answeredMs),
      0.5,
    ),
  };
}
