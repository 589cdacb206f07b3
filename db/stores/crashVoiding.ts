import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import { bustPointHundredths } from '../../domain/crash/bustPoint.ts';
import type { StoredBet } from '../../domain/crash/port.ts';
import type { VoidDecision, VoidFacts } from '../../domain/crash/voiding.ts';
import type { CrashVoids, VoidedRound } from '../../domain/crash/voids.ts';
import { betBookRoot } from '../../domain/fairness/betBook.ts';
import { crashSalt, SALT_SOURCE_BET_BOOK } from '../../domain/fairness/seedChain.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import { bodyFingerprint, operationKey } from '../../domain/ledger/keys.ts';
import type { LedgerItem } from '../../domain/ledger/port.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { postAllWithin } from '../ledger/postWithin.ts';
import { orUnavailable, transact } from '../transact.ts';
import { readChain } from './crashClosing.ts';
import { type BetRow, type RoundRow, SELECT_BETS, toBet, toRound } from './crashRows.ts';
import { leaseName } from './leases.ts';
import { appendWithin } from './notices.ts';

/** Bets that one statement pays back: all of a usual round. */
const AT_ONCE = 5_000;

/** A refusal that undoes the transaction. */
class Refused extends Error {
  readonly result: Result<never>;
  constructor(result: Result<never>) {
    super('the round is not voided');
    this.result = result;
  }
}

interface Found {
  round: RoundRow;
  bets: StoredBet[];
  owned: boolean;
  nowMs: number;
}

export function crashVoids(pool: pg.Pool): CrashVoids {
  return {
    voidRound: (table, game, reason, hashOf, judge) =>
      orUnavailable(async () => {
        const known = await readRound(pool, table, game);
        if (known === null) return fail('not_found', { field: 'game' });
        if (known.phase === 'settled') return voidedBefore(pool, known);
        const hash = await hashOf(known.chain_id);
        if (!hash.ok) return hash;
        try {
          const voided = await transact(pool, (client) =>
            voidWithin(client, { table, game, reason, hash: hash.value }, judge),
          );
          return ok(voided);
        } catch (error) {
          if (error instanceof Refused) return error.result;
          throw error;
        }
      }),
  };
}

interface Order {
  table: string;
  game: number;
  reason: string;
  hash: string;
}

/** Within the caller's transaction. @throws Refused, which has to undo it */
export async function voidWithin(
  client: pg.PoolClient,
  order: Order,
  judge: (facts: VoidFacts) => Result<VoidDecision>,
): Promise<VoidedRound> {
  const { table, game, reason, hash } = order;
  const { round, bets, owned, nowMs } = await lockTable(client, table, game);
  // Whoever had the lease's row before us may have settled it, or voided it.
  if (round.phase === 'settled') {
    const before = await voidedBefore(client, round);
    if (!before.ok) throw new Refused(before);
    return before.value;
  }
  const chain = await readChain(client, round.chain_id);
  const judged = judge({ round: toRound(round), bets, chain, hash, owned, nowMs });
  if (!judged.ok) throw new Refused(judged);
  const { book, refunded, launchedAtMs, endedAtMs, firstSequence } = judged.value;

  // The fence alone keeps the former owner from writing; without one, any keeper takes the table at once.
  await client.query(
    `update table_lease set owner = null, fence = fence + 1, expires_at = '-infinity', game = $2, phase = 'settled'
      where name = $1`,
    [leaseName(table), game],
  );
  const root = round.bet_book_root ?? betBookRoot(book);
  const fixesSalt = chain.salt === '';
  const salt = fixesSalt ? crashSalt(chain.terminator, root) : chain.salt;
  if (fixesSalt) {
    await client.query('update seed_chain set salt = $2, salt_source = $3 where id = $1', [
      chain.id,
      salt,
      SALT_SOURCE_BET_BOOK,
    ]);
  }
  const bustHundredths = bustPointHundredths(hash, salt, chain.edgePercent);
  await client.query(
    `update crash_round
        set phase = 'settled', launched_at_ms = $3, bet_book_root = $4, hash = $5, bust_hundredths = $6,
            busted_at_ms = $7, bet_count = $8, staked_coins = $9, paid_coins = $10, void_reason = $11
      where crash_table = $1 and game = $2`,
    [
      ...[table, game, launchedAtMs, root, hash, bustHundredths, endedAtMs, book.length],
      sum(book, (bet) => bet.amountCoins),
      sum(book, (bet) => bet.cashout?.payoutCoins ?? 0),
      reason,
    ],
  );
  const notices = await appendWithin(
    client,
    refunded
      .filter((bet) => !bet.bot)
      .map(({ betId, playerId, amountCoins }) => ({
        ...{ playerId, dedupeKey: betId, kind: 'crash.voided' },
        data: { table, game, betId, amountCoins, reason },
      })),
  );
  const balances = await refund(client, refunded, firstSequence, endedAtMs);
  return {
    ...{ table, game, reason, hash, bustHundredths, news: { balances, notices } },
    refunds: refunded.map(({ betId, playerId, bot, amountCoins }) => ({ betId, playerId, bot, amountCoins })),
  };
}

/**
 * Takes the lease's row, as all that touches a table's money does, and reads what no one can change from then on. The
 * owner lives if its lease has not expired and its process holds the advisory lock of its name (`db/ownerLock.ts`).
 */
async function lockTable(client: pg.PoolClient, table: string, game: number): Promise<Found> {
  await client.query('select 1 from table_lease where name = $1 for update', [leaseName(table)]);
  const lease = await client.query<{ owned: boolean; now_ms: string }>(
    `select owner is not null and expires_at > clock_timestamp()
              and not pg_try_advisory_xact_lock(hashtextextended(owner::text, 0)) as owned,
            floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms
       from table_lease where name = $1`,
    [leaseName(table)],
  );
  const round = await readRound(client, table, game);
  assert(round !== null && lease.rows[0], `round ${game} of ${table} is gone`);
  const { rows } = await client.query<BetRow>(
    `${SELECT_BETS} where b.crash_table = $1 and b.game = $2 order by b.bet_id`,
    [table, game],
  );
  const { owned, now_ms } = lease.rows[0];
  return { round, bets: rows.map(toBet), owned, nowMs: Number(now_ms) };
}

async function readRound(
  client: pg.Pool | pg.PoolClient,
  table: string,
  game: number,
): Promise<RoundRow | null> {
  const { rows } = await client.query<RoundRow>(
    'select * from crash_round where crash_table = $1 and game = $2',
    [table, game],
  );
  return rows[0] ?? null;
}

/**
 * The last step, since accounts stay locked until the end: in the order of their ids, as every batch takes them. A
 * refund's key is the system's and of the bet alone, so that the ledger itself takes no second one.
 */
async function refund(
  client: pg.PoolClient,
  refunded: readonly StoredBet[],
  firstSequence: number,
  endedAtMs: number,
): Promise<{ playerId: string; coins: number }[]> {
  const house = SYSTEM_ACCOUNTS['house.crash.coins'];
  const playerOf = new Map(refunded.map(({ accountId, playerId }) => [accountId, playerId]));
  const balances: { playerId: string; coins: number }[] = [];
  const items = refunded.map(
    ({ betId, accountId, amountCoins }, place): LedgerItem => ({
      key: operationKey('system', betId, 'crash.void', ''),
      fingerprint: bodyFingerprint({ betId }),
      kind: 'crash.void',
      legs: [{ debitAccountId: house, creditAccountId: accountId, amount: amountCoins }],
      ...{ answerAccountId: accountId, ref: betId, claim: null },
      row: {
        ...{ type: 'crashBetEnd', betId, end: 'voided', atHundredths: null, payoutCoins: amountCoins },
        ...{ receivedAtMs: endedAtMs, sequence: firstSequence + place, reason: null },
      },
    }),
  );
  items.sort((a, b) => a.answerAccountId - b.answerAccountId);
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const posted = await postAllWithin(client, items.slice(from, from + AT_ONCE));
    for (const [place, result] of posted.entries()) {
      const { ref, answerAccountId } = items[from + place]!;
      assert(result.ok, `bet ${ref} could not be refunded`);
      balances.push({ playerId: playerOf.get(answerAccountId)!, coins: result.value.balance });
    }
  }
  return balances;
}

/** What voided it, as it stands; `outdated` for a round that settled in play. */
async function voidedBefore(client: pg.Pool | pg.PoolClient, round: RoundRow): Promise<Result<VoidedRound>> {
  if (round.void_reason === null) return fail('outdated');
  const { rows } = await client.query<BetRow>(
    `${SELECT_BETS} where b.crash_table = $1 and b.game = $2 and e.outcome = 'voided' order by b.bet_id`,
    [round.crash_table, round.game],
  );
  return ok({
    table: round.crash_table,
    game: Number(round.game),
    reason: round.void_reason,
    hash: round.hash!,
    bustHundredths: round.bust_hundredths!,
    refunds: rows
      .map(toBet)
      .map(({ betId, playerId, bot, amountCoins }) => ({ betId, playerId, bot, amountCoins })),
    news: null,
  });
}

function sum(bets: readonly StoredBet[], coins: (bet: StoredBet) => number): number {
  return bets.reduce((total, bet) => total + coins(bet), 0);
}
