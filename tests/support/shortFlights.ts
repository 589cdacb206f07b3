import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '../../db/open.ts';
import { bustPointHundredths } from '../../domain/crash/bustPoint.ts';
import { instantOf } from '../../domain/crash/curve.ts';
import type { Bet } from '../../domain/crash/round.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { betBookRoot } from '../../domain/fairness/betBook.ts';
import { crashSalt, SALT_SOURCE_BET_BOOK } from '../../domain/fairness/seedChain.ts';
import { mintOf } from '../../domain/ledger/accounts.ts';
import type { Result } from '../../domain/result.ts';
import { betIdentity, stakeItem } from '../../rooms/crash/ledgerItems.ts';
import { createCipher } from '../../server/secrets.ts';
import { openFor } from './openFor.ts';

/** So many flights after the first are short; a test that plays longer waits for what comes. */
const SHORT_GAMES = 20;
/** Just over 15 s of flight. */
const LONGEST_HUNDREDTHS = 250;
const LONGEST_BETTING_MS = 60_000;

/**
 * Plays game 1 of each table on a database that no server has used yet, on a chain whose next games all bust early.
 * Nobody can choose busts, because the first bets fix the salt after the chain was committed; who makes the first bet and
 * the chain both can, by trying chains. So tests wait for short flights, and every rule and record stays true.
 */
export async function playFirstGames(database: Database, tables: readonly TableRules[]): Promise<void> {
  for (const rules of tables) {
    // Where betting outlasts a test, nothing ever flies.
    if (rules.bettingMs <= LONGEST_BETTING_MS) await playFirstGame(database, rules);
  }
}

async function playFirstGame(database: Database, rules: TableRules): Promise<void> {
  const { table, edgePercent, bettingMs, minBetCoins } = rules;
  const tenure = stored(await database.leases.acquire(table, randomUUID()))!;
  // Long ago: its times are as they would be, and the next game begins at once.
  const startedAtMs = Date.now() - bettingMs - 3_600_000;
  const bet = await firstBet(database, minBetCoins, startedAtMs + 1);
  const root = betBookRoot([bet]);
  const { terminator, lastHash, hash, bustHundredths, salt } = findChain(root, edgePercent);
  const length = SHORT_GAMES + 1;
  const chain = await database.chains.insert(
    {
      ...{ table, length, terminator, salt: '', saltSource: '', edgePercent, firstGame: 1 },
      status: 'active',
    },
    [Buffer.from(lastHash, 'hex')],
  );
  const bettingEndsAtMs = startedAtMs + bettingMs;
  const round = { game: 1, chainId: chain.id, startedAtMs, bettingEndsAtMs, rules };
  stored(await database.crash.openRound(tenure, round));
  const identity = betIdentity(table, bet.playerId, randomUUID(), bet.amountCoins, null);
  stored(await database.ledger.post(stakeItem(tenure, 1, bet, identity)));
  const launchedAtMs = bettingEndsAtMs;
  const fixed = { salt, saltSource: SALT_SOURCE_BET_BOOK };
  const closing = { betBookRoot: root, launchedAtMs, salt: fixed };
  stored(await database.crash.closeBook(tenure, 1, () => closing));
  stored(
    await database.crash.settle(tenure, 1, {
      ...{ hash, bustHundredths, bustedAtMs: launchedAtMs + instantOf(bustHundredths) },
      ...{ stakedCoins: bet.amountCoins, paidCoins: 0, betCount: 1 },
    }),
  );
  stored(await database.leases.release(tenure, Date.now()));
}

/** The same for a database of PostgreSQL that only its address is known of. */
export async function playFirstGamesAt(
  url: string,
  secretsKey: string,
  tables: readonly TableRules[],
): Promise<void> {
  const database = await openFor(url, createCipher(secretsKey));
  await playFirstGames(database, tables);
  await database.close();
}

/** By a player of its own, with coins of its own. */
async function firstBet(database: Database, amountCoins: number, receivedAtMs: number): Promise<Bet> {
  const player = await database.identity.createPlayer({
    id: randomUUID(),
    nickname: 'First',
    bot: true,
    ageConfirmed: true,
  });
  const coins = player.accounts.coins;
  stored(
    await database.ledger.post({
      ...{ key: randomUUID(), fingerprint: 1n, kind: 'grant.bot', answerAccountId: coins },
      legs: [{ debitAccountId: mintOf('coins'), creditAccountId: coins, amount: amountCoins }],
      ...{ ref: null, claim: null, row: null },
    }),
  );
  return {
    ...{ betId: randomUUID(), playerId: player.id, nickname: player.nickname, bot: true, accountId: coins },
    ...{ amountCoins, autoCashoutHundredths: null, receivedAtMs, sequence: 1 },
    ...{ state: 'open', cashout: null },
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Tries chains until one is found whose games after the first are short. */
function findChain(root: string, edgePercent: number) {
  for (;;) {
    const lastHash = randomBytes(32).toString('hex');
    const hashes = [lastHash];
    while (hashes.length <= SHORT_GAMES) hashes.push(sha256(hashes.at(-1)!));
    hashes.reverse();
    const terminator = sha256(hashes[0]!);
    const salt = crashSalt(terminator, root);
    const bust = (hash: string) => bustPointHundredths(hash, salt, edgePercent);
    if (!hashes.slice(1).every((hash) => bust(hash) <= LONGEST_HUNDREDTHS)) continue;
    return { terminator, lastHash, hash: hashes[0]!, bustHundredths: bust(hashes[0]!), salt };
  }
}

function stored<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
