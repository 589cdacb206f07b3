import { PAYOUTS, RETURNS, STAKES } from './ledgerKinds.ts';

/** Every join is a lookup by index: no plan made while the tables were small may become a scan later. */
export const PLANNING = `
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
set plan_cache_mode = force_generic_plan`;

/**
 * The long way: each item's own verdict, in the order of POST_ERRORS, then limits and balances leg after leg.
 * `p_barred`, `p_stake_room` and `p_loss_room` are those of `ledger_limit_room`, or null: nobody here is limited.
 */
export const DECIDE_EACH = `
create function ledger_decide_each(
  p_claim_status int[], p_account bigint[], p_item int[], p_legs int[], p_leg int[], p_key uuid[],
  p_fingerprint bigint[], p_kind text[], p_claim int[], p_side int[], p_play int[], p_debit int[],
  p_credit int[], p_amount bigint[], p_balance bigint[], p_currency text[], p_player boolean[],
  p_blocked boolean[], p_ended int[], p_outdated int[],
  p_barred boolean[], p_stake_room bigint[], p_loss_room bigint[],
  out status int[], out debit_after bigint[], out credit_after bigint[], out delta bigint[],
  out balance bigint[], out known_id bigint[], out known_ref uuid[]
) language plpgsql ${PLANNING}
as $$
declare
  v_item int[];
  v_known_balance bigint[];
  v_misfit boolean;
  v_within int[];
  v_over boolean;
begin
  select array_agg(s.item order by s.row), array_agg(s.status order by s.row),
         array_agg(s.known_id order by s.row) filter (where s.status = 2),
         array_agg(s.known_ref order by s.row) filter (where s.status = 2),
         array_agg(s.known_balance order by s.row)
    into v_item, status, known_id, known_ref, v_known_balance
    from (
      select i.row, i.item, t.id as known_id, t.ref as known_ref,
             a.balance as known_balance,
             min(case
               when t.id is not null then
                 case when (t.fingerprint, t.kind) = (i.fingerprint, i.kind)
                        and (i.play = 1 or (t.legs, t.debit_id, t.credit_id, t.amount)
                               = (i.legs, p_account[i.debit], p_account[i.credit], i.amount))
                      then 2 else 1 end
               when i.amount <= 0 then 3
               when (p_currency[i.debit] = p_currency[i.credit] and i.debit <> i.credit and i.side <> 2)
                    is not true then 4
               when i.claim > 0 and p_claim_status[i.claim] <> 99 then p_claim_status[i.claim]
               when i.row = any (p_ended) then 7
               when i.row = any (p_outdated) then 8
               when p_blocked[i.debit] then 9
               when p_barred[i.debit] and i.kind = any (${STAKES}) then 10
               else 99 end) over (partition by i.item) as status
        from (
          select coalesce(u.item, u.row) as item, coalesce(u.legs, 1) as legs, coalesce(u.leg, 0) as leg,
                 u.key, u.fingerprint, coalesce(u.kind, p_kind[1]) as kind,
                 coalesce(u.claim, p_claim[1]) as claim, coalesce(u.side, p_side[1]) as side,
                 coalesce(u.play, p_play[1]) as play, u.debit, u.credit, u.amount, u.row
            from unnest(p_item, p_legs, p_leg, p_key, p_fingerprint, p_kind, p_claim, p_side, p_play, p_debit,
                        p_credit, p_amount)
                 with ordinality as u (item, legs, leg, key, fingerprint, kind, claim, side, play, debit,
                                       credit, amount, row)
        ) i
        left join lateral (select * from transfer t where t.idem_key = i.key and t.leg = i.leg offset 0) t
          on true
        -- Of a repeat: what its first posting answered, by whichever of its legs.
        left join lateral (
          select case a.answer_side when 0 then a.debit_after else a.credit_after end as balance
            from transfer a
           where t.id is not null and a.idem_key = i.key and a.answer_side is not null offset 0
        ) a on true
    ) s;

  loop
    -- Limits: what all items that are left stake and win. As with balances below, an item that would be over its limit
    -- even after all that came back before it is refused, one that others of this batch decide about waits.
    if p_barred is not null then
      select array_agg(f.status order by f.row) filter (where f.nth = 1), bool_or(f.over) into v_within, v_over
        from (
          select w.row, w.nth, w.staked > 0 and w.room + w.back_before - w.staked_before - w.staked < 0 as over,
                 min(case when w.status <> 99 or w.staked = 0 or w.room is null then w.status
                          when w.room + w.back_before - w.staked < 0 then 10
                          when w.room - w.staked_before - w.staked < 0 then 12
                          else 99 end) over (partition by w.item) as status
            from (
              select i.row, i.item, i.status, s.nth, s.room, sum(s.staked) over own as staked,
                     sum(s.staked) over upto - sum(s.staked) over own as staked_before,
                     sum(s.back) over upto - sum(s.back) over own as back_before
                from (
                  select u.row, u.item, u.status, u.debit, u.credit,
                         case when u.status = 99 and u.kind = any (${STAKES}) then u.amount else 0 end as staked,
                         case when u.status = 99 and u.kind = any (${RETURNS}) then u.amount else 0 end as returned,
                         case when u.status = 99 and u.kind = any (${PAYOUTS}) then u.amount else 0 end as paid
                    from (
                      select n.row, n.item, n.status, n.debit, n.credit, coalesce(n.kind, p_kind[1]) as kind, n.amount
                        from unnest(status, v_item, p_debit, p_credit, p_kind, p_amount)
                             with ordinality as n (status, item, debit, credit, kind, amount, row)
                    ) u
                ) i,
                lateral (values
                  (1, i.debit, 'stake', p_stake_room[i.debit], i.staked, 0::bigint),
                  (2, i.debit, 'loss', p_loss_room[i.debit], i.staked, 0::bigint),
                  (3, i.credit, 'stake', p_stake_room[i.credit], 0::bigint, i.returned),
                  (4, i.credit, 'loss', p_loss_room[i.credit], 0::bigint, i.returned + i.paid)
                ) s (nth, account, dimension, room, staked, back)
              window own as (partition by s.account, s.dimension, i.item order by i.row),
                     upto as (partition by s.account, s.dimension order by i.row)
            ) w
        ) f;
      if v_over then
        -- Who waits keeps back what comes after it of the same player.
        select array_agg(k.status order by k.row) into status
          from (
            select i.row, min(case
                     when i.status = 99 and exists (
                       select from unnest(v_within, p_debit, p_credit) with ordinality as w (status, debit, credit, row)
                        where w.status = 12 and w.row < i.row
                          and ((p_player[w.debit] and w.debit in (i.debit, i.credit))
                            or (p_player[w.credit] and w.credit in (i.debit, i.credit)))) then 12
                     else i.status end) over (partition by i.item) as status
              from unnest(v_within, v_item, p_debit, p_credit) with ordinality as i (status, item, debit, credit, row)
          ) k;
        continue;
      end if;
    end if;
    -- Balances after each leg, if all items that are left are posted.
    select array_agg(m.after order by m.row) filter (where m.side = 0),
           array_agg(m.after order by m.row) filter (where m.side = 1),
           bool_or(p_player[m.account] and m.after not between 0 and 9007199254740991)
      into debit_after, credit_after, v_misfit
      from (
        select i.row, s.side, s.account,
               p_balance[s.account] + sum(s.delta) over (partition by s.account order by i.row) as after
          from unnest(status, p_debit, p_credit, p_amount)
               with ordinality as i (status, debit, credit, amount, row),
               lateral (values (0, i.debit, case i.status when 99 then -i.amount else 0 end),
                               (1, i.credit, case i.status when 99 then i.amount else 0 end))
                 s (side, account, delta)
      ) m;
    exit when v_misfit is not true;
    -- Some do not fit. An item that would not fit even after all the credits before it is refused; one that
    -- only an earlier item of this batch keeps from fitting, or that an earlier one may yet make fit, waits
    -- for the next batch (12). The first item is always decided, so this comes to an end.
    select array_agg(f.status order by f.row) into status
      from (
        select w.row, w.side, min(case
                 when w.status <> 99 or not p_player[w.account] then w.status
                 when w.balance + w.in_before - w.own_out < 0 then 11
                 when w.balance - w.out_before - w.own_out < 0 then 12
                 when w.balance - w.out_before + w.own_in > 9007199254740991 then 3
                 when w.balance + w.in_before + w.own_in > 9007199254740991 then 12
                 else 99 end) over (partition by w.item) as status
          from (
            select i.row, i.item, i.status, s.side, s.account, p_balance[s.account] as balance,
                   sum(s.outgoing) over own as own_out, sum(s.incoming) over own as own_in,
                   sum(s.outgoing) over upto - sum(s.outgoing) over own as out_before,
                   sum(s.incoming) over upto - sum(s.incoming) over own as in_before
              from unnest(status, v_item, p_debit, p_credit, p_amount)
                   with ordinality as i (status, item, debit, credit, amount, row),
                   lateral (values (0, i.debit, case i.status when 99 then i.amount else 0 end, 0::bigint),
                                   (1, i.credit, 0::bigint, case i.status when 99 then i.amount else 0 end))
                     s (side, account, outgoing, incoming)
            window own as (partition by s.account, i.item order by i.row),
                   upto as (partition by s.account order by i.row)
          ) w
      ) f
     where f.side = 0;
  end loop;

  -- Each account appears with 0 once more, so that all of them get an element, in their order.
  select array_agg(g.delta order by g.account) into delta
    from (
      select s.account, sum(s.delta)::bigint as delta
        from (
          select a.n::int as account, 0::bigint as delta from unnest(p_account) with ordinality as a (id, n)
          union all select i.debit, -i.amount
            from unnest(status, p_debit, p_amount) as i (status, debit, amount) where i.status = 99
          union all select i.credit, i.amount
            from unnest(status, p_credit, p_amount) as i (status, credit, amount) where i.status = 99
        ) s
       group by s.account
    ) g;

  -- The answer's balances: after this posting, after the original one, or as it is for a refusal.
  select array_agg(case i.status
                     when 99 then case coalesce(i.side, p_side[1]) when 0 then i.debit_after else i.credit_after end
                     when 2 then i.known_balance
                     else p_balance[case coalesce(i.side, p_side[1]) when 0 then i.debit else i.credit end] end
                   order by i.row)
    into balance
    from unnest(status, p_side, debit_after, credit_after, v_known_balance, p_debit, p_credit)
         with ordinality as i (status, side, debit_after, credit_after, known_balance, debit, credit, row);
end $$`;

/**
 * Locks the pairs, documents and stock of a batch's games, each in one order that is the same in every process;
 * answers the rows of those that are not as their item saw them: stock must be so before the batch, and after all that
 * its earlier items would take. A document that isn't there can't be locked:
 * making it breaks the unique key if another process has made it meanwhile.
 */
export const OUTDATED = `
create function ledger_outdated(
  n_row int[], n_pair uuid[], n_nonce int[],
  d_row int[], d_owner uuid[], d_scope text[], d_before jsonb[],
  s_row int[], s_banner text[], s_item text[], s_seen int[], s_cap int[], s_taken int[]
) returns int[] language plpgsql ${PLANNING}
as $$
declare
  v_rows int[] := '{}';
  v_some int[];
begin
  if cardinality(n_row) > 0 then
    select array_agg(n.row) into v_some
      from unnest(n_row, n_pair, n_nonce) as n (row, pair, nonce)
      left join lateral (
        select * from seed_pair p where p.pair_id = n.pair offset 0 for no key update
      ) p on true
     where (p.status, p.nonce) is distinct from ('active', n.nonce);
    v_rows := v_rows || v_some;
  end if;
  if cardinality(d_row) > 0 then
    select array_agg(d.row) into v_some
      from unnest(d_row, d_owner, d_scope, d_before) as d (row, owner, scope, before)
      left join lateral (
        select * from game_state g where g.owner_id = d.owner and g.scope = d.scope offset 0 for no key update
      ) g on true
     where g.state is distinct from d.before;
    v_rows := v_rows || v_some;
  end if;
  if cardinality(s_row) > 0 then
    select array_agg(s.row) into v_some
      from (
        select u.row, u.banner, u.item, u.seen, u.cap,
               coalesce(sum(u.taken) over (partition by u.banner, u.item order by u.row
                                           rows between unbounded preceding and 1 preceding), 0) as gone
          from unnest(s_row, s_banner, s_item, s_seen, s_cap, s_taken) as u (row, banner, item, seen, cap, taken)
      ) s
      left join lateral (
        select * from gacha_stock g where g.banner = s.banner and g.item = s.item offset 0 for no key update
      ) g on true
     where g.remaining is null or least(g.remaining, s.cap) <> s.seen or least(g.remaining - s.gone, s.cap) <> s.seen;
    v_rows := v_rows || v_some;
  end if;
  return v_rows;
end $$`;
