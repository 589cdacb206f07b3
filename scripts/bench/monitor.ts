import neon3 from '../../domain/slots/neon3.data.ts';
import { reconcileData } from '../../tests/support/reconcileData.ts';
import { type ServerProcess, startServer } from '../../tests/support/serverProcess.ts';
import { cpuOfMs } from '../processUse.ts';
import type { WatchersOrder, WatchersReport } from './monitorWatchers.ts';
import type { PlayersOrder, PlayersPhase, PlayersReport } from './pacedPlayers.ts';
import { Part } from './part.ts';
import { checkNonces, fundedToken, inParallel, quantile } from './players.ts';

const PLAYERS = 500;
const WATCHERS = 500;
const BET_COINS = 100;
/** Each player's: 2,000 spins a second altogether. */
const SPIN_EVERY_MS = 250;
const PHASE: PlayersPhase = { warmUpMs: 2_000, measureMs: 8_000 };
/** Without and with watchers, one after the other: what else the machine does meets both. */
const ROUNDS = 3;

/**
 * 500 players at 2,000 spins a second by the clock, without and with 500 watchers of the monitor, in turn. Players and
 * watchers are processes of their own on the same processors. The figures count only if every watcher got its
 * frames, every player has exactly the nonces of its acknowledged spins, and the books are even.
 */
export async function benchMonitor(): Promise<Record<string, Record<string, number>>> {
  const server = await startServer();
  const players = new Part(new URL('./pacedPlayers.ts', import.meta.url));
  const watchers = new Part(new URL('./monitorWatchers.ts', import.meta.url));
  try {
    const tokens = await inParallel(PLAYERS, 10, () => fundedToken(server.url));
    const order: PlayersOrder = {
      ...{ url: server.url, tokens, machine: neon3.machine, betCoins: BET_COINS },
      spinEveryMs: SPIN_EVERY_MS,
    };
    await players.ask(order);
    await watchers.ask({ url: server.url, watchers: WATCHERS } satisfies WatchersOrder);
    const alone: Figures[] = [];
    const watched: Figures[] = [];
    let spinsOf: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      alone.push(await measure(server, players));
      await watchers.ask('join');
      const figures = await measure(server, players);
      spinsOf = figures.spinsOf;
      watched.push({ ...figures, ...framesOf(await watchers.ask<WatchersReport>('leave')) });
    }
    await checkNonces(server.url, tokens, spinsOf);
    const { differenceCoins } = await reconcileData(server.dataDir);
    if (differenceCoins !== 0) throw new Error(`the ledger does not add up: ${differenceCoins}`);
    const p99Ratio = medianOf(watched, 'p99Ms') / medianOf(alone, 'p99Ms');
    return { withoutWatchers: medians(alone), withWatchers: { ...medians(watched), p99Ratio } };
  } finally {
    players.end();
    watchers.end();
    await server.dispose();
  }
}

type Figures = Record<string, number> & { spinsOf: number[] } & Record<'p99Ms', number>;

async function measure(server: ServerProcess, players: Part): Promise<Figures> {
  const [beforeMs, startedMs] = [cpuOfMs(server.pid), performance.now()];
  const report = await players.ask<PlayersReport>(PHASE);
  const serverCpuCores = (cpuOfMs(server.pid) - beforeMs) / (performance.now() - startedMs);
  return { ...report, serverCpuCores } as unknown as Figures;
}

function framesOf({ fewestFrames, frames, bytes }: WatchersReport): Record<string, number> {
  if (fewestFrames === 0) throw new Error('a watcher got no frame');
  const seconds = (PHASE.warmUpMs + PHASE.measureMs) / 1_000;
  return {
    framesPerWatcherSecond: frames / WATCHERS / seconds,
    kibPerWatcherSecond: bytes / 1_024 / WATCHERS / seconds,
  };
}

function medians(phases: readonly Figures[]): Record<string, number> {
  const names = Object.keys(phases[0]!).filter((name) => name !== 'spinsOf');
  return Object.fromEntries(names.map((name) => [name, medianOf(phases, name)]));
}

function medianOf(phases: readonly Figures[], name: string): number {
  const values = phases.map((figures) => (figures as unknown as Record<string, number>)[name]!);
  return quantile(values, 0.5);
}
