import seedrandom from 'seedrandom';
import { Fairground } from '../../client/sdk/index.ts';
import { PublicRecords } from '../../scripts/verify/publicRecords.ts';
import { type Outcome, verifyTable } from '../../scripts/verify/verifyTable.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { booksOf } from './books.ts';
import { killOnce } from './kills.ts';
import { type Acknowledged, SimulatedPlayer } from './simulatedPlayer.ts';

const TABLE = {
  table: 'kill',
  // A high edge keeps flights short, so that more of them are hit.
  edgePercent: 50,
  minBetCoins: 100,
  maxBetCoins: 100_000,
  maxPayoutCoins: 5_000_000,
  maxRoundPayoutCoins: 20_000_000,
  bettingMs: 1_200,
  pauseMs: 500,
};
const PHASES = ['betting', 'flying', 'settled'] as const;
/** How far into a phase the kill may come. */
const DEEPEST_MS = { betting: 1_200, flying: 4_000, settled: 500 };
const PLAYERS = 12;

export interface KillReport {
  kills: { phase: string; game: number; differenceCoins: number }[];
  acknowledged: Acknowledged;
  /** Ledger lines of the players, by bet. */
  lines: Map<string, { kind: string; amountCoins: number }[]>;
  /** Players whose lines do not add up to their balance. */
  wrongBalances: string[];
  /** Of every round, by what the public routes tell. */
  verified: Outcome;
  openGames: number;
}

/**
 * Players bet by target and by hand while the server is killed (`kill -9`) at a drawn moment of each phase
 * in turn and started again on what the database holds.
 */
export async function playThroughKills(options: { kills: number; seed: string }): Promise<KillReport> {
  const random = seedrandom(options.seed);
  const server = await startServer({ tables: [TABLE], shortFlights: true });
  try {
    const acknowledged: Acknowledged = { bets: new Map(), cashouts: new Map(), cancels: new Map() };
    const players = await Promise.all(
      Array.from({ length: PLAYERS }, (_, index) =>
        SimulatedPlayer.join(server.url, TABLE.table, seedrandom(`${options.seed}|${index}`), acknowledged),
      ),
    );
    const watcher = await new Fairground({ url: server.url }).watch(TABLE.table).joined();
    for (const player of players) player.start();
    const kills: KillReport['kills'] = [];
    for (let kill = 0; kill < options.kills; kill += 1) {
      const phase = PHASES[kill % PHASES.length]!;
      const game = await reach(watcher, phase);
      await pause(random() * DEEPEST_MS[phase]);
      kills.push({ phase, game, differenceCoins: await killOnce(server) });
    }
    await Promise.all(players.map((player) => player.finish()));
    await settled(watcher, acknowledged);
    return { kills, acknowledged, ...(await audit(server, players)) };
  } finally {
    await server.dispose();
  }
}

type Watcher = Awaited<ReturnType<ReturnType<Fairground['watch']>['joined']>>;

/** The game in which the watched table next enters the phase, live. */
async function reach(watcher: Watcher, phase: string): Promise<number> {
  let before = watcher.state.value?.phase;
  for (;;) {
    await pause(10);
    const state = watcher.state.value;
    if (watcher.status.value.state !== 'live' || state === null) {
      before = undefined;
      continue;
    }
    if (state.phase === phase && before !== undefined && before !== phase) return state.game;
    before = state.phase;
  }
}

/** Until the last round with a bet in it has ended. After a kill the watcher may still show an earlier one. */
async function settled(watcher: Watcher, { bets }: Acknowledged): Promise<void> {
  const games = [...bets.values()].map(({ game }) => game);
  const last = Math.max(watcher.state.value!.game, ...games);
  while (watcher.state.value!.game <= last) await pause(20);
}

async function audit(server: ServerProcess, players: SimulatedPlayer[]) {
  const lines: KillReport['lines'] = new Map();
  const wrongBalances: string[] = [];
  let openGames = 0;
  for (const player of players) {
    const books = await booksOf(player.fairground);
    for (const line of books.lines) {
      if (line.gameId) lines.set(line.gameId, [...(lines.get(line.gameId) ?? []), line]);
    }
    if (books.differenceCoins !== 0) wrongBalances.push(player.fairground.player.value!.id);
    openGames += (await player.fairground.history({ limit: 200 })).items.filter(
      (game) => game.game === 'crash' && game.outcome === 'open',
    ).length;
    await player.fairground.close();
  }
  const records = new PublicRecords(server.url, TABLE.table, fetch, pause);
  return { lines, wrongBalances, openGames, verified: await verifyTable(records, 10_000) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
