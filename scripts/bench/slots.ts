import { fork } from 'node:child_process';
import { join as joinPath } from 'node:path';
import { choosePaths } from '../../db/embedded/paths.ts';
import { findPostmaster } from '../../db/embedded/postmaster.ts';
import type { RevealedPair } from '../../domain/games/seeds.ts';
import type { SpinAnswer } from '../../domain/protocol/slots.ts';
import neon3 from '../../domain/slots/neon3.data.ts';
import { spin } from '../../domain/slots/spin.ts';
import { reconcileData } from '../../tests/support/reconcileData.ts';
import { type ServerProcess, startServer } from '../../tests/support/serverProcess.ts';
import { cpuOfFamilyMs, cpuOfMs } from '../processUse.ts';
import { checkNonces, guestToken, inParallel, join } from './players.ts';
import type { GeneratorOrder, GeneratorReport } from './slotsGenerator.ts';

const PLAYERS = 500;
const BET_COINS = 100;
const WARM_UP_MS = 3_000;
const MEASURE_MS = 10_000;
const CHECKED_SPINS = 20;

/**
 * 500 players in their own slots rooms, spinning in a closed loop: durable commits, real sockets. The load comes
 * from another process on the same processors. The figures count only if spins replay from their revealed
 * seeds, every player has exactly the nonces of its acknowledged spins, and the books are even.
 */
export async function benchSlots(): Promise<Record<string, Record<string, number>>> {
  const server = await startServer();
  try {
    await checkReplay(server.url);
    const tokens = await inParallel(PLAYERS, 10, () => guestToken(server.url));
    const { calls: _, spinsOf, ...figures } = await measure(server, tokens);
    await checkNonces(server.url, tokens, spinsOf);
    const { differenceCoins } = await reconcileData(server.dataDir);
    if (differenceCoins !== 0) throw new Error(`the ledger does not add up: ${differenceCoins}`);
    return { [neon3.machine]: figures };
  } finally {
    await server.dispose();
  }
}

async function measure(server: ServerProcess, tokens: string[]) {
  const generator = fork(new URL('./slotsGenerator.ts', import.meta.url));
  const message = <T>() =>
    new Promise<T>((resolve, reject) => {
      generator.once('message', resolve as (message: unknown) => void);
      generator.once('exit', () => reject(new Error('the generator failed')));
    });
  try {
    const order: GeneratorOrder = {
      ...{ url: server.url, tokens, machine: neon3.machine, betCoins: BET_COINS },
      ...{ warmUpMs: WARM_UP_MS, measureMs: MEASURE_MS },
    };
    generator.send(order);
    await message();
    const { cluster } = choosePaths(joinPath(server.dataDir, 'postgres'));
    const postmaster = findPostmaster(cluster)!.pid;
    const before = { serverMs: cpuOfMs(server.pid), databaseMs: cpuOfFamilyMs(postmaster) };
    const startedMs = performance.now();
    generator.send('go');
    const report = await message<GeneratorReport>();
    const lastedMs = performance.now() - startedMs;
    return {
      ...report,
      serverCpuCores: (cpuOfMs(server.pid) - before.serverMs) / lastedMs,
      databaseCpuCores: (cpuOfFamilyMs(postmaster) - before.databaseMs) / lastedMs,
    };
  } finally {
    generator.kill('SIGKILL');
  }
}

/** What is measured is the real thing: spins follow from the seeds that were committed to before. */
async function checkReplay(url: string): Promise<void> {
  const token = await guestToken(url);
  const room = await join(url, token, 'slots', { machine: neon3.machine });
  room.onMessage('standing', () => {});
  const answers: SpinAnswer[] = [];
  for (let count = 0; count < CHECKED_SPINS; count += 1) {
    answers.push(await room.request('spin', { key: crypto.randomUUID(), betCoins: BET_COINS }));
  }
  await room.leave();
  const { revealed } = await own<{ revealed: RevealedPair }>(url, token, '/api/fairness/seeds/rotate', {});
  let streak = 0;
  for (const { nonce, stops, winCoins, streak: after } of answers) {
    const { serverSeed, clientSeed } = revealed;
    const { outcome } = spin(neon3, { serverSeed, clientSeed, nonce }, BET_COINS, streak);
    const same = outcome.turns[0]!.stops.join() === stops.join() && outcome.winCoins === winCoins;
    if (!same) throw new Error(`spin ${nonce} does not follow from its seeds`);
    streak = after;
  }
}

async function own<T>(url: string, token: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}
