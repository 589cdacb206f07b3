import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type pg from 'pg';
import { startEmbedded } from '../../db/embedded.ts';
import { openGroupCommit } from '../../db/ledger/groupCommit.ts';
import { connectOrm, migrate } from '../../db/orm.ts';
import { openPool } from '../../db/pool.ts';
import { leaseStore } from '../../db/stores/leases.ts';
import type { Tenure } from '../../domain/crash/port.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { LedgerItem } from '../../domain/ledger/port.ts';
import { temporaryDirectory } from '../../tests/support/temporaryDirectory.ts';
import { closedLoop, type LoopFigures } from './closedLoop.ts';
import { openOrmPerBet } from './ormPerBet.ts';
import { benchSpins } from './spins.ts';

const HOUSE = SYSTEM_ACCOUNTS['house.crash.coins'];
const CALLERS = 1_000;
const WARM_UP_MS = 1_500;
const MEASURE_MS = 5_000;
const STAKE = 100;
const PURSE = 1_000_000_000;

interface Account {
  id: number;
  playerId: string;
}

/**
 * 1,000 callers in a closed loop, each a player of its own staking against the house; durable commits on
 * an embedded PostgreSQL with the settings of `npm start`; and 500 who spin (`spins.ts`). All variants in one run and one database, and
 * each variant's books are checked before its figures count.
 */
export async function benchLedger(): Promise<Record<string, Record<string, number>>> {
  const dir = await temporaryDirectory('fairground-bench-');
  const embedded = await startEmbedded(dir);
  const { url } = embedded;
  const orm = await connectOrm(url);
  const pool = openPool(url);
  try {
    await migrate(orm, url);
    await requireDurable(pool);
    const accounts = await makePlayers(pool);
    const tenure = await openBetting(pool);
    const results: Record<string, Record<string, number>> = {};
    for (const [name, withBet] of [
      ['groupCommit', false],
      ['groupCommitBets', true],
    ] as const) {
      const ledger = openGroupCommit(url);
      results[name] = await checked(pool, withBet, () =>
        closedLoop(CALLERS, WARM_UP_MS, MEASURE_MS, async (caller) => {
          const posted = await ledger.post(stake(tenure, accounts[caller]!, withBet));
          if (!posted.ok) throw new Error(`a stake was refused: ${posted.error.code}`);
        }),
      );
      await ledger.close();
    }
    results.spins = await benchSpins(url, pool, accounts, WARM_UP_MS, MEASURE_MS);
    const perBet = await openOrmPerBet(url);
    results.ormPerBet = await checked(pool, false, () =>
      closedLoop(CALLERS, WARM_UP_MS, MEASURE_MS, (caller) =>
        perBet.stake(accounts[caller]!.id, HOUSE, STAKE),
      ),
    );
    await perBet.close();
    const times = results.groupCommit!.perSecond! / results.ormPerBet.perSecond!;
    results.groupCommit!.timesOrmPerBet = Math.round(times * 10) / 10;
    return results;
  } finally {
    await pool.end();
    await orm.close(true);
    await embedded.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

/** A benchmark of commits that are not durable would be another benchmark. */
async function requireDurable(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')`,
  );
  for (const { name, setting } of rows) if (setting !== 'on') throw new Error(`${name} is ${setting}`);
}

async function makePlayers(pool: pg.Pool): Promise<Account[]> {
  await pool.query(
    `insert into player (id, nickname, created_at_ms)
     select gen_random_uuid(), 'bench ' || n, 0 from generate_series(1, $1::int) n`,
    [CALLERS],
  );
  // The mint pays for the purses, so that the books agree from the start. No transfers: only the
  // differences of a variant are checked.
  await pool.query(
    `insert into account (player_id, currency, kind, balance) select id, 'coins', 'player', $1 from player`,
    [PURSE],
  );
  await pool.query(`update account set balance = -$1::bigint where id = 1`, [PURSE * CALLERS]);
  await pool.query('vacuum analyze');
  const { rows } = await pool.query<{ id: string; player_id: string }>(
    `select id, player_id from account where kind = 'player' order by id`,
  );
  return rows.map((row) => ({ id: Number(row.id), playerId: row.player_id }));
}

/** A table in betting, for the claims that every stake makes. */
async function openBetting(pool: pg.Pool): Promise<Tenure> {
  const acquired = await leaseStore(pool).acquire('main', randomUUID());
  if (!acquired.ok || !acquired.value) throw new Error('no lease');
  await pool.query(`update table_lease set game = 1, phase = 'betting'`);
  return acquired.value;
}

let sequence = 0;

function stake(tenure: Tenure, account: Account, withBet: boolean): LedgerItem {
  const betId = randomUUID();
  return {
    key: randomUUID(),
    fingerprint: 0x1234_5678_9abcn,
    kind: 'crash.bet',
    legs: [{ debitAccountId: account.id, creditAccountId: HOUSE, amount: STAKE }],
    answerAccountId: account.id,
    ref: betId,
    claim: { lease: tenure.lease, fence: tenure.fence, game: 1, phase: 'betting' },
    row: withBet
      ? {
          ...{ type: 'crashBet', betId, table: 'main', game: 1, playerId: account.playerId },
          ...{ amountCoins: STAKE, autoCashoutHundredths: 200 },
          ...{ receivedAtMs: Date.now(), sequence: sequence++ },
        }
      : null,
  };
}

async function books(
  pool: pg.Pool,
): Promise<{ total: number; staked: number; transfers: number; bets: number }> {
  const { rows } = await pool.query<Record<'total' | 'staked' | 'transfers' | 'bets', string>>(
    `select (select sum(balance) from account) as total,
            (select balance from account where id = $1) as staked,
            (select count(*) from transfer) as transfers, (select count(*) from crash_bet) as bets`,
    [HOUSE],
  );
  const { total, staked, transfers, bets } = rows[0]!;
  return {
    ...{ total: Number(total), staked: Number(staked) },
    ...{ transfers: Number(transfers), bets: Number(bets) },
  };
}

/** Runs a variant; its figures count only if every acknowledged stake is in the books, once. */
async function checked(
  pool: pg.Pool,
  withBet: boolean,
  run: () => Promise<LoopFigures>,
): Promise<Record<string, number>> {
  const before = await books(pool);
  const { calls, ...figures } = await run();
  const after = await books(pool);
  const wrong =
    after.total !== 0 ||
    after.transfers - before.transfers !== calls ||
    after.staked - before.staked !== calls * STAKE ||
    after.bets - before.bets !== (withBet ? calls : 0);
  if (wrong) throw new Error(`the books disagree: ${calls} calls, ${JSON.stringify({ before, after })}`);
  return { ...figures };
}
