import { setTimeout as sleep } from 'node:timers/promises';
import { BacktestRecords } from './verify/backtestRecords.ts';
import { type Fetch, NothingToCheck } from './verify/httpReader.ts';
import { readOptions, USAGE, type VerifyOptions } from './verify/options.ts';
import { PlayerRecords } from './verify/playerRecords.ts';
import { PublicRecords } from './verify/publicRecords.ts';
import {
  type BacktestOutcome,
  type LeaderboardOutcome,
  verifyBacktest,
  verifyLeaderboard,
} from './verify/verifyBacktest.ts';
import { type PlayerOutcome, verifyPlayer } from './verify/verifyPlayer.ts';
import { type Outcome, verifyTable } from './verify/verifyTable.ts';

/** `npm run verify`: checks a running server from outside. Exit 0 all valid, 1 a mismatch, 2 nothing checked. */

const ANSWER_WITHIN_MS = 20_000;

const fetchInTime: Fetch = (url, init) =>
  fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });

const wait = async (ms: number) => void (await sleep(ms));

function options(): VerifyOptions {
  try {
    return readOptions(process.argv.slice(2), process.env);
  } catch (error) {
    console.error(`verify: ${(error as Error).message.split('\n')[0]}\nusage: ${USAGE}`);
    process.exit(2);
  }
}

async function check(asked: VerifyOptions): Promise<number> {
  if (asked.what === 'player') {
    return sayPlayer(await verifyPlayer(new PlayerRecords(asked.url, asked.token, fetchInTime, wait)));
  }
  if (asked.what === 'backtest') {
    const { jobId } = asked;
    const records = new BacktestRecords(asked.url, asked.token, fetchInTime, wait);
    return sayBacktest(jobId, await verifyBacktest(records, jobId));
  }
  if (asked.what === 'leaderboard') {
    const records = new BacktestRecords(asked.url, null, fetchInTime, wait);
    return sayLeaderboard(await verifyLeaderboard(records));
  }
  const { url, table, rounds } = asked;
  return sayTable(table, await verifyTable(new PublicRecords(url, table, fetchInTime, wait), rounds));
}

function sayTable(table: string, outcome: Outcome): number {
  switch (outcome.kind) {
    case 'nothing':
      console.error(`verify: table "${table}" has no settled round yet: nothing to check`);
      return 2;
    case 'mismatch': {
      const { game, field, reason, roundsBefore } = outcome;
      console.error(`verify: MISMATCH in game ${game} of table "${table}": ${field} ${reason}`);
      console.error(`verify: ${roundsBefore} rounds before it were valid`);
      return 1;
    }
    case 'valid': {
      const { rounds, firstGame, lastGame, bets, walkedLinks } = outcome;
      const games = rounds === 1 ? `game ${firstGame}` : `games ${firstGame} to ${lastGame}`;
      console.log(
        `verify: ${rounds} rounds of table "${table}" are valid (${games}, ${bets} bets): ` +
          `linked to each other, the oldest to its terminator in ${walkedLinks} links`,
      );
      return 0;
    }
  }
}

function sayPlayer(outcome: PlayerOutcome): number {
  switch (outcome.kind) {
    case 'nothing':
      console.error(
        outcome.waiting === 0
          ? 'verify: the player has no finished game yet: nothing to check'
          : `verify: nothing to check yet: ${waitingText(outcome.waiting)}`,
      );
      return 2;
    case 'mismatch': {
      const { gameId, field, reason, gamesBefore } = outcome;
      console.error(`verify: MISMATCH in game ${gameId}: ${field} ${reason}`);
      console.error(`verify: ${gamesBefore} games were valid by themselves`);
      return 1;
    }
    case 'valid': {
      const { games, pairs, matches, waiting } = outcome;
      console.log(
        `verify: ${games} games of the player are valid (${matches} matches; ${pairs} seed pairs): ` +
          'played again they come out the same, none is missing, and each starts where the one before it ended',
      );
      if (waiting > 0) console.log(`verify: ${waitingText(waiting)}`);
      return 0;
    }
  }
}

function sayBacktest(jobId: string, outcome: BacktestOutcome): number {
  if (outcome.kind === 'mismatch') {
    console.error(`verify: MISMATCH in backtest ${jobId}: ${outcome.field} ${outcome.reason}`);
    return 1;
  }
  const { bars, trades, resultHash } = outcome;
  console.log(
    `verify: backtest ${jobId} is valid: run again on its ${bars} bars it makes the same ${trades} trades, ` +
      `equity and metrics, and result hash ${resultHash}`,
  );
  return 0;
}

function sayLeaderboard(outcome: LeaderboardOutcome): number {
  switch (outcome.kind) {
    case 'nothing':
      console.error('verify: the leaderboard is empty: nothing to check');
      return 2;
    case 'mismatch':
      console.error(
        `verify: MISMATCH in rank ${outcome.rank} of the leaderboard: ${outcome.field} ${outcome.reason}`,
      );
      return 1;
    case 'valid':
      console.log(
        `verify: ${outcome.rows} rows of the leaderboard are valid: run again they come out the same`,
      );
      return 0;
  }
}

function waitingText(waiting: number): string {
  const games = waiting === 1 ? '1 game waits' : `${waiting} games wait`;
  return `${games} for the reveal of the server seed: rotate the seed pair, then check again`;
}

const asked = options();
try {
  process.exitCode = await check(asked);
} catch (error) {
  if (!(error instanceof NothingToCheck)) throw error;
  console.error(`verify: ${error.message}`);
  process.exitCode = 2;
}
