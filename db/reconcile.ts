import type pg from 'pg';

/** An account, a currency, a bet or a backtest whose books do not agree. Amounts as text: they may be of any size. */
export interface Difference {
  what: 'account' | 'currency' | 'stake' | 'payout' | 'charge' | 'refund' | 'unbacked transfer';
  id: string;
  stands: string;
  expected: string;
}

export interface Reconciliation {
  accounts: number;
  transfers: number;
  bets: number;
  ends: number;
  games: number;
  /** Sum of all absolute differences, of whatever currency: 0, or money was made or lost. */
  differenceCoins: number;
  differences: Difference[];
}

const MAX_SHOWN = 20;

/** Every check as rows of `what, id, stands, expected`; none when the books agree. */
const CHECKS = `
  with moved as (
    select account, sum(delta) as delta from (
      select debit_id as account, -amount as delta from transfer
      union all
      select credit_id, amount from transfer
    ) m group by account
  ), stakes as (
    select ref, sum(amount) as amount, count(*) as count from transfer where kind = 'crash.bet' group by ref
  ), payouts as (
    select ref, sum(amount) as amount, count(*) as count from transfer
     where kind in ('crash.cashout', 'crash.cancel', 'crash.void') group by ref
  ), played as (
    select game_id, 'stake' as what, stake_id as id, bet_coins as amount from game
    union all
    select game_id, 'payout', payout_id, payout_coins from game where payout_id is not null or payout_coins <> 0
  ), jobs as (
    select job_id, 'charge' as what, 'backtest.charge' as kind, charged_credits as amount from backtest_job
    union all
    select job_id, 'refund', 'backtest.refund', charged_credits from backtest_job where refunded
  ), of_jobs as (
    select ref, kind, sum(amount) as amount, count(*) as count from transfer
     where kind in ('backtest.charge', 'backtest.refund') group by ref, kind
  ), of_games as (
    select id, ref, kind, amount from transfer
     where kind in ('slots.spin', 'gacha.pull', 'rps.throw', 'rps.stake', 'rps.finish')
  )
  select 'account' as what, coalesce(a.id, m.account)::text as id, coalesce(a.balance, 0)::numeric as stands,
         coalesce(m.delta, 0)::numeric as expected
    from account a full join moved m on m.account = a.id
   where coalesce(a.balance, 0) <> coalesce(m.delta, 0)
  union all
  select 'currency', currency, sum(balance), 0 from account group by currency having sum(balance) <> 0
  union all
  -- A bet has one stake of its amount, a stake has its bet. Twice the right sum can't be: counts are checked.
  select case when b.bet_id is null then 'unbacked transfer' else 'stake' end, coalesce(b.bet_id, s.ref)::text,
         coalesce(s.amount, 0), coalesce(b.amount_coins, 0)
    from crash_bet b full join stakes s on s.ref = b.bet_id
   where coalesce(s.amount, 0) <> coalesce(b.amount_coins, 0) or s.count <> 1
  union all
  select case when e.bet_id is null then 'unbacked transfer' else 'payout' end, coalesce(e.bet_id, p.ref)::text,
         coalesce(p.amount, 0), coalesce(e.payout_coins, 0)
    from crash_bet_end e full join payouts p on p.ref = e.bet_id
   where coalesce(p.amount, 0) <> coalesce(e.payout_coins, 0) or p.count <> 1
  union all
  -- A recorded game has the transfers that it names, and those have their game. Stakes of a match stand without one
  -- until it is over, and its fee always does.
  select case when g.game_id is null then 'unbacked transfer' else g.what end, coalesce(g.game_id, t.ref)::text,
         coalesce(t.amount, 0), coalesce(g.amount, 0)
    from played g full join of_games t on t.id = g.id
   where coalesce(t.amount, 0) <> coalesce(g.amount, 0)
     and (g.game_id is not null or t.kind not in ('rps.stake', 'rps.finish'))
  union all
  -- A backtest was charged once, and refunded once if it says so.
  select case when j.job_id is null then 'unbacked transfer' else j.what end, coalesce(j.job_id, t.ref)::text,
         coalesce(t.amount, 0), coalesce(j.amount, 0)
    from jobs j full join of_jobs t on t.ref = j.job_id and t.kind = j.kind
   where coalesce(t.amount, 0) <> coalesce(j.amount, 0) or t.count <> 1`;

const COUNTS = `
  select (select count(*) from account)::int as accounts, (select count(*) from transfer)::int as transfers,
         (select count(*) from crash_bet)::int as bets, (select count(*) from crash_bet_end)::int as ends,
         (select count(*) from game)::int as games`;

/**
 * Recomputes every balance from the transfers, and the transfers of every bet, end and game from these, in one
 * snapshot: a running server may go on.
 */
export async function reconcile(client: pg.ClientBase): Promise<Reconciliation> {
  await client.query('begin transaction isolation level repeatable read read only');
  try {
    return await reconcileWithin(client);
  } finally {
    await client.query('rollback');
  }
}

/** The same within the caller's transaction, which has to see one snapshot. */
export async function reconcileWithin(client: pg.ClientBase): Promise<Reconciliation> {
  const counts = await client.query<Omit<Reconciliation, 'differenceCoins' | 'differences'>>(COUNTS);
  const { rows } = await client.query<Difference>(CHECKS);
  const total = rows.reduce((sum, { stands, expected }) => {
    const difference = BigInt(stands) - BigInt(expected);
    // Two equal halves may hide in one sum: a wrong count is a difference even so.
    return sum + (difference < 0n ? -difference : difference === 0n ? 1n : difference);
  }, 0n);
  return { ...counts.rows[0]!, differenceCoins: Number(total), differences: rows.slice(0, MAX_SHOWN) };
}
