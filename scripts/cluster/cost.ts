import { Client } from '@colyseus/sdk';
import { type CrashTable, Fairground } from '../../client/sdk/index.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { guestToken } from '../bench/players.ts';
import { cpuOfFamilyMs, cpuOfMs } from '../processUse.ts';
import { patiently } from './crowd.ts';
import { type Stage, setStage } from './stage.ts';

type Say = (line: string) => void;

const PLAYERS = 60;
const LASTS_MS = 15_000;
const JOINS = 400;
const JOINS_AT_ONCE = 20;
const TABLES = ['a', 'b', 'c', 'd', 'e', 'f'].map((table) => ({
  ...DEFAULT_TABLES[0]!,
  table,
  bettingMs: 600_000,
}));

/** Joins and bets a second with 1, 2 and 3 members, and what a bet costs: players that bet and cancel without a pause. */
export async function measureCost(say: Say): Promise<void> {
  for (const members of [1, 2, 3]) {
    const stage = await setStage({ members, tables: TABLES, say: () => {}, env: { RATE_LIMITS: 'shadow' } });
    try {
      const joins = await joinsPerSecond(stage);
      const { bets, lastedMs, serverMs, databaseMs } = await betting(stage);
      const perBet = (ms: number) => Math.round((ms * 1_000) / bets);
      say(
        `${members} member${members > 1 ? 's' : ''}: ${joins.toFixed(0)} joins/s, ${((bets * 1_000) / lastedMs).toFixed(0)} bet-and-cancel cycles/s; ` +
          `CPU a cycle: members ${perBet(serverMs)} µs, PostgreSQL ${perBet(databaseMs)} µs; ` +
          `difference ${(await stage.fleet.reconcile()).differenceCoins}`,
      );
    } finally {
      await stage.close();
    }
  }
}

async function betting({ fleet, url, databasePid }: Stage) {
  await fleet.settled();
  const players = await Promise.all(
    Array.from({ length: PLAYERS }, async (_, at) => {
      const fairground = new Fairground({ url, clockEveryMs: 0 });
      await patiently(() => fairground.guest({ ageConfirmed: true }));
      const table = fairground.crash(TABLES[at % TABLES.length]!.table);
      await patiently(() => table.joined(60_000));
      return { fairground, table };
    }),
  );
  let bets = 0;
  const untilMs = performance.now() + LASTS_MS;
  const play = async (table: CrashTable) => {
    while (performance.now() < untilMs) {
      const { betId } = await table.bet({ amountCoins: 100 });
      await table.cancel(betId);
      bets += 1;
    }
  };
  const cpuMs = () => ({
    serverMs: fleet.members.reduce((sum, { pid }) => sum + cpuOfMs(pid), 0),
    databaseMs: cpuOfFamilyMs(databasePid),
  });
  const [before, startedAtMs] = [cpuMs(), performance.now()];
  await Promise.all(players.map(({ table }) => play(table)));
  const [after, lastedMs] = [cpuMs(), performance.now() - startedAtMs];
  await Promise.all(players.map(({ fairground }) => fairground.close()));
  const spent = {
    serverMs: after.serverMs - before.serverMs,
    databaseMs: after.databaseMs - before.databaseMs,
  };
  return { bets, lastedMs, ...spent };
}

/** Of session rooms: a seat, a socket, the room's first message, and left again. */
async function joinsPerSecond({ url }: Stage): Promise<number> {
  // One each: a player has few sessions at a time.
  const accessTokens = await Promise.all(Array.from({ length: JOINS_AT_ONCE }, () => guestToken(url)));
  let left = JOINS;
  const startedAtMs = performance.now();
  const join = async (accessToken: string) => {
    while (left-- > 0) {
      const client = new Client(url);
      client.auth.token = accessToken;
      const room = await client.joinOrCreate('slots', { machine: 'neon3' });
      room.onMessage('*', () => {});
      await room.leave();
    }
  };
  await Promise.all(accessTokens.map(join));
  return (JOINS * 1_000) / (performance.now() - startedAtMs);
}
