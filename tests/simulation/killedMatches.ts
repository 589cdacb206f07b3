import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import seedrandom from 'seedrandom';
import { runningEmbedded } from '../../db/embedded.ts';
import { assert } from '../../domain/assert.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import rps from '../../domain/rps/rps.data.ts';
import { reconcileData } from '../support/reconcileData.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { killOnce, someoneHasPlayed } from './kills.ts';
import { auditMatches, type MatchesAudit } from './matchesAudit.ts';
import { MatchPlayer } from './matchPlayer.ts';

/** At one stake, so that after each kill they find other opponents. */
const PLAYERS = 4;
const [BET_COINS, ABANDONED_BET_COINS] = rps.match.betSteps as [number, number];
/** Of one player, before the next kill. */
const TURNS = 4;
/** How long after play goes on the kill may come. */
const LATEST_MS = 700;
/** Both windows twice over (a sweeper gives a lost match its window again), and what finishing takes. */
const ALL_END_WITHIN_MS = 2 * (rps.match.commitWithinMs + rps.match.revealWithinMs) + 30_000;

export interface MatchKills extends MatchesAudit {
  differences: number[];
  /** Match in which one player had committed, and the other was gone, when the last kill came. */
  abandoned: string;
  /** Stakes in escrow right after the last kill, and in the end. */
  heldCoins: { afterLastKill: number; atEnd: number };
}

/**
 * Players play match after match while the server is killed (`kill -9`) at drawn moments and started again on what
 * the database holds. What is open after the last kill is played to its end, or ends by its window.
 */
export async function playMatchesThroughKills(options: { kills: number; seed: string }): Promise<MatchKills> {
  const random = seedrandom(options.seed);
  const server = await startServer();
  try {
    const join = (betCoins: number, index: number) =>
      MatchPlayer.join(server.url, betCoins, seedrandom(`${options.seed}|${index}`));
    const players = await Promise.all(Array.from({ length: PLAYERS }, (_, index) => join(BET_COINS, index)));
    for (const player of players) player.start();
    const differences: number[] = [];
    const atAnyMoment = async () => {
      // Not everyone: who committed before the last kill may have to wait for the window to end.
      await someoneHasPlayed(players, TURNS);
      await pause(random() * LATEST_MS);
    };
    for (let kill = 1; kill < options.kills; kill += 1) {
      await atAnyMoment();
      differences.push(await killOnce(server));
    }
    await atAnyMoment();
    const left = await join(ABANDONED_BET_COINS, PLAYERS);
    const leaver = await join(ABANDONED_BET_COINS, PLAYERS + 1);
    await left.commitOnce();
    await leaver.leave();
    // At once: the window of the match that was abandoned is open, however busy the machine is.
    differences.push(await killOnce(server));
    const afterLastKill = await escrowCoins(server);
    await someoneHasPlayed(players, TURNS);
    for (const player of players) player.rest();
    while (players.some((player) => !player.isAtRest)) await pause(20);
    const atEnd = await emptiedEscrow(server);
    await Promise.all([...players, left].map((player) => player.leave()));
    differences.push((await reconcileData(server.dataDir)).differenceCoins);
    return {
      differences,
      abandoned: left.acknowledged[0]!,
      heldCoins: { afterLastKill, atEnd },
      ...(await auditMatches([...players, left, leaver])),
    };
  } finally {
    await server.dispose();
  }
}

/** What is in escrow once that is nothing, or after a while. */
async function emptiedEscrow(server: ServerProcess): Promise<number> {
  const deadlineMs = performance.now() + ALL_END_WITHIN_MS;
  for (;;) {
    const coins = await escrowCoins(server);
    if (coins === 0 || performance.now() > deadlineMs) return coins;
    await pause(200);
  }
}

async function escrowCoins({ dataDir }: ServerProcess): Promise<number> {
  const connectionString = runningEmbedded(join(dataDir, 'postgres'));
  assert(connectionString !== null, 'the server has its own database');
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ balance: string }>('select balance from account where id = $1', [
      SYSTEM_ACCOUNTS['escrow.rps.coins'],
    ]);
    return Number(rows[0]!.balance);
  } finally {
    await client.end();
  }
}
