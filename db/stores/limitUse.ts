import type pg from 'pg';
import { EVERY_STAKE_KIND, PAYOUT_KINDS, STAKE_RETURN_KINDS } from '../../domain/ledger/stakes.ts';
import { DAY_MS, firstDayKept } from '../../domain/limits/periods.ts';

/**
 * What an account staked and lost a day by its lines with ids above $2, from $3 on. What was given back is taken off
 * the day of its stake, as `ledger_count_use` does.
 */
const USED = `
  select u.day, sum(u.staked) as staked, sum(u.lost) as lost,
         (select greatest(
            (select max(t.id) from transfer t where t.debit_id = $1 and t.debit_id >= 1000),
            (select max(t.id) from transfer t where t.credit_id = $1 and t.credit_id >= 1000), 0)) as last_id
    from (values (1)) as one left join (
      select floor(extract(epoch from t.created_at) / 86400)::int as day, t.amount as staked, t.amount as lost
        from transfer t
       where t.debit_id = $1 and t.debit_id >= 1000 and t.id > $2 and t.created_at >= $3 and t.kind = any ($4)
      union all
      select floor(extract(epoch from t.created_at) / 86400)::int, 0, -t.amount
        from transfer t
       where t.credit_id = $1 and t.credit_id >= 1000 and t.id > $2 and t.created_at >= $3 and t.kind = any ($5)
      union all
      select floor(extract(epoch from s.created_at) / 86400)::int, -t.amount, -t.amount
        from transfer t
        join crash_bet b on b.bet_id = t.ref
        join transfer s on s.debit_id = t.credit_id and s.debit_id >= 1000 and s.id = b.transfer_id
       where t.credit_id = $1 and t.credit_id >= 1000 and t.id > $2 and t.created_at >= $3 and t.kind = any ($6)
    ) u on true
   group by u.day`;

interface Used {
  /** Lines up to this one are in it: an account's lines are in order by id. */
  lastId: string;
  days: { day: number; staked: string; lost: string }[];
}

/** Of all periods that run, or of what came after `before`. */
export async function usedByLines(
  client: Pick<pg.ClientBase, 'query'>,
  accountId: number,
  nowMs: number,
  before?: Used,
): Promise<Used> {
  const from = new Date(firstDayKept(nowMs) * DAY_MS);
  const { rows } = await client.query<
    Omit<Used['days'][number], 'day'> & { day: number | null; last_id: string }
  >(USED, [accountId, before?.lastId ?? '0', from, EVERY_STAKE_KIND, PAYOUT_KINDS, STAKE_RETURN_KINDS]);
  const days = rows.flatMap(({ day, staked, lost }) => (day === null ? [] : [{ day, staked, lost }]));
  return { lastId: rows[0]!.last_id, days };
}

/** From now on `ledger_post` counts: begins with what there is. Under the lock of the account. */
export async function beginCounting(
  client: pg.ClientBase,
  accountId: number,
  parts: readonly Used[],
): Promise<void> {
  await client.query('delete from limit_day where account_id = $1', [accountId]);
  const days = parts.flatMap((part) => part.days);
  await client.query(
    `insert into limit_day (account_id, day, staked_coins, lost_coins)
     select $1, d.day, sum(d.staked), sum(d.lost)
       from unnest($2::int[], $3::bigint[], $4::bigint[]) as d (day, staked, lost) group by d.day`,
    [accountId, days.map(({ day }) => day), days.map(({ staked }) => staked), days.map(({ lost }) => lost)],
  );
  await client.query('update account set limited = true where id = $1', [accountId]);
}
