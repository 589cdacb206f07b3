import type pg from 'pg';

/** An account, a currency or a bet whose books do not agree. Amounts as text: they may be of any size. */
export interface Difference {
  what: 'account' | 'currency' | 'stake' | 'payout' | 'unbacked transfer';
  id: string;
  stands: string;
  expected: string;
}

export interface Reconciliation {
  accounts: number;
  transfers: number;
  bets: number;
  ends: number;
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
   where coalesce(p.amount, 0) <> coalesce(e.payout_coins, 0) or p.count <> 1`;

const COUNTS = `
  select (select count(*) from account)::int as accounts, (select count(*) from transfer)::int as transfers,
         (select count(*) from crash_bet)::int as bets, (select count(*) from crash_bet_end)::int as ends`;

/**
 * Recomputes every balance from the transfers, and every bet's and payout's transfer from the bets, in one
 * snapshot: a running server may go on.
 */
export async function reconcile(client: pg.ClientBase): Promise<Reconciliation> {
  await client.query('begin transaction isolation level repeatable read read only');
  try {
    const counts = await client.query<Omit<Reconciliation, 'differenceCoins' | 'differences'>>(COUNTS);
    const { rows } = await client.query<Difference>(CHECKS);
    const total = rows.reduce((sum, { stands, expected }) => {
      const difference = BigInt(stands) - BigInt(expected);
      // Two equal halves may hide in one sum: a wrong count is a difference even so.
      return sum + (difference < 0n ? -difference : difference === 0n ? 1n : difference);
    }, 0n);
    return { ...counts.rows[0]!, differenceCoins: Number(total), differences: rows.slice(0, MAX_SHOWN) };
  } finally {
    await client.query('rollback');
  }
}
