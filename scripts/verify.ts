import { setTimeout as sleep } from 'node:timers/promises';
import { readOptions, USAGE, type VerifyOptions } from './verify/options.ts';
import { NothingToCheck, PublicRecords } from './verify/publicRecords.ts';
import { type Outcome, verifyTable } from './verify/verifyTable.ts';

/** `npm run verify`: checks a running server from outside. Exit 0 all valid, 1 a mismatch, 2 nothing checked. */

const ANSWER_WITHIN_MS = 20_000;

function fetchInTime(url: string): Promise<Response> {
  return fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
}

function options(): VerifyOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`verify: ${(error as Error).message.split('\n')[0]}\nusage: ${USAGE}`);
    process.exit(2);
  }
}

function say({ table }: VerifyOptions, outcome: Outcome): number {
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

const asked = options();
const records = new PublicRecords(asked.url, asked.table, fetchInTime, async (ms) => void (await sleep(ms)));
try {
  process.exitCode = say(asked, await verifyTable(records, asked.rounds));
} catch (error) {
  if (!(error instanceof NothingToCheck)) throw error;
  console.error(`verify: ${error.message}`);
  process.exitCode = 2;
}
