import { DAY_MS } from '../../domain/limits/periods.ts';
import { PLANNING } from './ledgerDecide.ts';
import { PAYOUTS, RETURNS, STAKES } from './ledgerKinds.ts';

/**
 * What keeps the players of these accounts from staking: each limit in force with what was used of it in the period
 * that runs, and pauses and exclusions (`value` is until when). Instants are the transaction's, as those of its lines.
 */
export const LIMITS = `
create function ledger_limits(p_account bigint[])
returns table (account_id bigint, kind text, period text, value bigint, used bigint, at_ms bigint)
language plpgsql ${PLANNING}
as $$
#variable_conflict use_column
declare
  v_now_ms constant bigint := floor(extract(epoch from now()) * 1000);
  v_day constant int := v_now_ms / ${DAY_MS};
  v_week constant int := v_day - (v_day + 3) % 7;
  v_month constant int := date_trunc('month', now() at time zone 'UTC')::date - date '1970-01-01';
begin
  return query
  select a.id, l.kind, l.period, l.value,
         (case l.kind when 'stakeCoins' then m.staked when 'lossCoins' then m.lost else p.played end)
           [case l.period when 'day' then 1 when 'week' then 2 else 3 end],
         v_now_ms
    from unnest(p_account) as a (id)
    left join lateral (
      select array[sum(d.staked_coins) filter (where d.day >= v_day),
                   sum(d.staked_coins) filter (where d.day >= v_week),
                   sum(d.staked_coins) filter (where d.day >= v_month)]::bigint[] as staked,
             array[sum(d.lost_coins) filter (where d.day >= v_day),
                   sum(d.lost_coins) filter (where d.day >= v_week),
                   sum(d.lost_coins) filter (where d.day >= v_month)]::bigint[] as lost
        from limit_day d where d.account_id = a.id and d.day >= least(v_week, v_month)) m on true
    left join lateral (
      select array[sum(d.played_ms) filter (where d.day >= v_day),
                   sum(d.played_ms) filter (where d.day >= v_week),
                   sum(d.played_ms) filter (where d.day >= v_month)]::bigint[] as played
        from played_day d where d.account_id = a.id and d.day >= least(v_week, v_month)) p on true
    cross join lateral (
      select s.kind, s.period, case when s.next_from_ms <= v_now_ms then s.next_value else s.value end as value
        from play_limit s where s.account_id = a.id offset 0) l
   where l.value is not null
  union all
  select b.account_id, u.kind, null, u.until_ms, null, v_now_ms
    from unnest(p_account) as a (id)
    cross join lateral (select * from play_bar b where b.account_id = a.id offset 0) b
    cross join lateral (values ('pause', b.paused_until_ms), ('exclusion', b.excluded_until_ms)) as u (kind, until_ms)
   where u.until_ms > v_now_ms;
end $$`;

/**
 * How much the players of the batch's limited accounts may stake: one element for each of `p_account`, which is
 * ascending. `stake_room`, `loss_room`: null where nothing limits it; `barred`: nothing at all.
 */
export const LIMIT_ROOM = `
create function ledger_limit_room(
  p_account bigint[], p_limited bigint[],
  out barred boolean[], out stake_room bigint[], out loss_room bigint[]
) language plpgsql ${PLANNING}
as $$
begin
  select array_agg(s.barred order by s.id), array_agg(s.stake_room order by s.id),
         array_agg(s.loss_room order by s.id)
    into barred, stake_room, loss_room
    from (
      select r.id, bool_or(r.kind in ('pause', 'exclusion') or (r.kind = 'playedMs' and r.used >= r.value)) as barred,
             min(r.value - r.used) filter (where r.kind = 'stakeCoins') as stake_room,
             min(r.value - r.used) filter (where r.kind = 'lossCoins') as loss_room
        from (
          select a.id, null as kind, null::bigint as value, null::bigint as used from unnest(p_account) as a (id)
          union all
          select l.account_id, l.kind, l.value, coalesce(l.used, 0) from ledger_limits(p_limited) l
        ) r
       group by r.id
    ) s;
end $$`;

/**
 * Adds what a batch moved to what its limited players used. What is given back is taken off the day of its stake.
 * @param p_status null: all of the batch was posted
 */
export const COUNT_USE = `
create function ledger_count_use(
  p_limited bigint[], p_account bigint[], p_status int[], p_kind text[], p_ref uuid[], p_debit int[], p_credit int[],
  p_amount bigint[]
) returns void language plpgsql ${PLANNING}
as $$
declare
  v_day constant int := floor(extract(epoch from now()) / 86400);
begin
  insert into limit_day as d (account_id, day, staked_coins, lost_coins)
  select m.account_id, m.day, sum(m.staked), sum(m.lost)
    from (
      select p_account[i.debit] as account_id, v_day as day, i.amount as staked, i.amount as lost
        from unnest(p_debit, p_kind, p_amount, p_status) as i (debit, kind, amount, status)
       where coalesce(i.status, 99) = 99 and coalesce(i.kind, p_kind[1]) = any (${STAKES})
         and p_account[i.debit] = any (p_limited)
      union all
      select p_account[i.credit], v_day, 0, -i.amount
        from unnest(p_credit, p_kind, p_amount, p_status) as i (credit, kind, amount, status)
       where coalesce(i.status, 99) = 99 and coalesce(i.kind, p_kind[1]) = any (${PAYOUTS})
         and p_account[i.credit] = any (p_limited)
      union all
      select p_account[i.credit], coalesce(s.day, v_day), -i.amount, -i.amount
        from unnest(p_credit, p_kind, p_ref, p_amount, p_status) as i (credit, kind, ref, amount, status)
        left join lateral (
          select floor(extract(epoch from t.created_at) / 86400)::int as day
            from crash_bet b
            cross join lateral (
              select * from transfer t
               where t.debit_id = p_account[i.credit] and t.debit_id >= 1000 and t.id = b.transfer_id offset 0) t
           where b.bet_id = i.ref offset 0) s on true
       where coalesce(i.status, 99) = 99 and coalesce(i.kind, p_kind[1]) = any (${RETURNS})
         and p_account[i.credit] = any (p_limited)
    ) m
   group by m.account_id, m.day order by m.account_id, m.day
      on conflict (account_id, day) do update set staked_coins = d.staked_coins + excluded.staked_coins,
                                                  lost_coins = d.lost_coins + excluded.lost_coins;
end $$`;
