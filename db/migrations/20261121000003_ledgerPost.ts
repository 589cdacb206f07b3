import { Migration } from '@mikro-orm/migrations';

/**
 * `ledger_post` posts one batch. Parameters, made by `db/ledger/encode.ts`:
 * - `p_lease .. p_phase`: the distinct claims of the batch;
 * - `p_account`: the distinct accounts, ascending; `p_delta`: the net change of each if all items are posted;
 * - `p_item .. p_amount`: one element per leg. The legs of an item follow each other; items, claims and
 *   accounts are referred to by their place, from 1. `p_item`, `p_legs` and `p_leg` are empty when every
 *   item has one leg. `p_debit_net`, `p_credit_net`: the account's net change up to this leg;
 *   `p_kind`, `p_claim`, `p_side` (and `b_table`, `b_game`) have one element when it is the same for all;
 * - `b_*`: new crash bets, `e_*`: ends of bets, each with the row of its item's first leg.
 * The caller sends no key and no bet twice in one batch.
 *
 * Almost always all items of a batch can be posted, and a few plain scans find that out: then `status` is
 * null, and `balance` has the accounts' balances before the batch. Otherwise each item is decided by
 * itself: `status` has one number per leg (`db/ledger/statuses.ts`; all legs of an item have the same),
 * `balance` the balance of each leg's answering side, `known_*` what the repeated items wrote the first time.
 * The transfer written for the n-th leg has the id `first_id + n - 1`.
 *
 * Order of locks, the same in every process, so that two batches never wait for each other in a circle:
 * leases by name, accounts by id. Everything is read after the locks, by later statements, each with a
 * snapshot of its own, so what earlier holders of the locks committed is seen. Whatever still collides (the
 * same key on other accounts, in two processes at once) breaks a unique constraint: the whole batch rolls
 * back, and its sender sends it again.
 */
export class LedgerPost extends Migration {
  override name = '20261121000003_ledgerPost';

  override up(): void {
    this.addSql(DECIDE_EACH);
    this.addSql(POST);
  }
}

/** Every join is a lookup by index: no plan made while the tables were small may become a scan later. */
const PLANNING = `
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
set plan_cache_mode = force_generic_plan`;

const POST = `
create function ledger_post(
  p_lease text[], p_fence bigint[], p_game bigint[], p_phase text[],
  p_account bigint[], p_delta bigint[],
  p_item int[], p_legs int[], p_leg int[], p_key uuid[], p_fingerprint bigint[], p_kind text[], p_ref uuid[],
  p_claim int[], p_side int[], p_debit int[], p_credit int[], p_debit_net bigint[], p_credit_net bigint[],
  p_amount bigint[],
  b_row int[], b_bet uuid[], b_table text[], b_game bigint[], b_player uuid[], b_amount bigint[], b_auto int[],
  b_received bigint[], b_sequence int[],
  e_row int[], e_bet uuid[], e_outcome text[], e_at int[], e_payout bigint[], e_received bigint[],
  e_sequence int[], e_reason text[],
  out status int[], out balance bigint[], out first_id bigint, out known_id bigint[], out known_ref uuid[]
) language plpgsql ${PLANNING}
as $$
declare
  v_found int;
  v_balance bigint[];
  v_currency text[];
  v_player boolean[];
  v_blocked boolean[];
  v_claim int[] := '{}';
  v_claim_table text[] := '{}';
  v_ended int[] := '{}';
  v_fits boolean;
  v_debit_after bigint[];
  v_credit_after bigint[];
  v_delta bigint[] := p_delta;
begin
  -- 1. Leases. For share: a takeover, or the closing of a betting window, waits until this batch has
  --    committed; after it, this finds another fence or phase.
  if cardinality(p_lease) > 0 then
    perform 1 from table_lease l where l.name = any (p_lease) order by l.name for share;
    select array_agg(case when l.fence is distinct from c.fence then 5
                          when (l.game, l.phase) is distinct from (c.game, c.phase) then 6 else 99 end
                     order by c.n),
           array_agg(l.crash_table order by c.n)
      into v_claim, v_claim_table
      from unnest(p_lease, p_fence, p_game, p_phase) with ordinality as c (name, fence, game, phase, n)
      left join table_lease l on l.name = c.name;
  end if;

  -- 2. Accounts.
  select count(*), array_agg(s.balance), array_agg(s.currency), array_agg(s.kind = 'player'),
         array_agg(s.kind = 'player' and s.blocked)
    into v_found, v_balance, v_currency, v_player, v_blocked
    from (
      select * from account a where a.id = any (p_account) order by a.id for no key update
    ) s;
  if v_found < cardinality(p_account) then
    select array_agg(a.balance order by s.n), array_agg(a.currency order by s.n),
           array_agg(a.kind = 'player' order by s.n), array_agg(a.kind = 'player' and a.blocked order by s.n)
      into v_balance, v_currency, v_player, v_blocked
      from unnest(p_account) with ordinality as s (id, n) left join account a on a.id = s.id;
  end if;

  -- 3. Does anything stand against any item?
  if cardinality(e_row) > 0 then
    select coalesce(array_agg(e.row), '{}') into v_ended
      from unnest(e_row, e_bet) as e (row, bet)
      left join lateral (select * from crash_bet b where b.bet_id = e.bet offset 0) b on true
      left join lateral (select * from crash_bet_end d where d.bet_id = e.bet offset 0) d on true
     where b.bet_id is null or d.bet_id is not null
        or (coalesce(p_claim[e.row], p_claim[1]) > 0 and (b.game, b.crash_table)
              is distinct from (p_game[coalesce(p_claim[e.row], p_claim[1])],
                                v_claim_table[coalesce(p_claim[e.row], p_claim[1])]));
  end if;
  v_fits := p_delta is not null and 99 = all (v_claim) and cardinality(v_ended) = 0;
  if v_fits then
    select bool_and(coalesce(
             i.amount > 0 and coalesce(i.side, p_side[1]) <> 2 and i.debit <> i.credit
             and v_currency[i.debit] = v_currency[i.credit] and not v_blocked[i.debit]
             and (not v_player[i.debit] or v_balance[i.debit] + i.debit_net >= 0)
             and (not v_player[i.credit] or v_balance[i.credit] + i.credit_net <= 9007199254740991), false)),
           array_agg(v_balance[i.debit] + i.debit_net), array_agg(v_balance[i.credit] + i.credit_net)
      into v_fits, v_debit_after, v_credit_after
      from (select unnest(p_side) as side, unnest(p_debit) as debit, unnest(p_credit) as credit,
                   unnest(p_debit_net) as debit_net, unnest(p_credit_net) as credit_net,
                   unnest(p_amount) as amount) i;
  end if;
  -- 4. Decide and write. That no key is known is not looked up, but found out by writing: a repeat breaks
  --    the unique key, which undoes this block, and all items are decided one by one.
  loop
    begin
      if v_fits then
        balance := v_balance;
      else
        select d.* into status, v_debit_after, v_credit_after, v_delta, balance, known_id, known_ref
          from ledger_decide_each(v_claim, p_account, p_item, p_legs, p_leg, p_key, p_fingerprint, p_kind,
                                  p_claim, p_side, p_debit, p_credit, p_amount, v_balance, v_currency, v_player,
                                  v_blocked, v_ended) d;
      end if;

      -- A batch draws one block of ids, while the accounts are locked: an account's lines are in order by id.
      first_id := nextval('transfer_block');
      insert into transfer (id, idem_key, leg, legs, debit_id, credit_id, amount, debit_after, credit_after,
                            fingerprint, ref, kind, answer_side)
      select first_id + i.row - 1, i.key, coalesce(i.leg, 0), coalesce(i.legs, 1), p_account[i.debit],
             p_account[i.credit], i.amount, i.debit_after, i.credit_after, i.fingerprint, i.ref,
             coalesce(i.kind, p_kind[1]), nullif(coalesce(i.side, p_side[1]), 3)
        from (select generate_series(1, cardinality(p_key)) as row, unnest(status) as status, unnest(p_key) as key,
                     unnest(p_leg) as leg, unnest(p_legs) as legs, unnest(p_debit) as debit,
                     unnest(p_credit) as credit, unnest(p_amount) as amount, unnest(v_debit_after) as debit_after,
                     unnest(v_credit_after) as credit_after, unnest(p_fingerprint) as fingerprint,
                     unnest(p_ref) as ref, unnest(p_kind) as kind, unnest(p_side) as side) i
       where v_fits or i.status = 99;

      update account a set balance = a.balance + d.delta
        from (select unnest(p_account) as id, unnest(v_delta) as delta) d
       where a.id = d.id and d.delta <> 0;

      if cardinality(b_row) > 0 then
        insert into crash_bet (bet_id, crash_table, game, player_id, amount_coins, auto_cashout_hundredths,
                               received_at_ms, sequence, transfer_id)
        select b.bet, coalesce(b.crash_table, b_table[1]), coalesce(b.game, b_game[1]), b.player, b.amount, b.auto,
               b.received, b.sequence, first_id + b.row - 1
          from (select unnest(b_row) as row, unnest(b_bet) as bet, unnest(b_table) as crash_table,
                       unnest(b_game) as game, unnest(b_player) as player, unnest(b_amount) as amount,
                       unnest(b_auto) as auto, unnest(b_received) as received, unnest(b_sequence) as sequence) b
         where v_fits or status[b.row] = 99;
      end if;
      if cardinality(e_row) > 0 then
        insert into crash_bet_end (bet_id, outcome, at_hundredths, payout_coins, received_at_ms, sequence, reason,
                                   transfer_id)
        select e.bet, e.outcome, e.at, e.payout, e.received, e.sequence, e.reason, first_id + e.row - 1
          from (select unnest(e_row) as row, unnest(e_bet) as bet, unnest(e_outcome) as outcome,
                       unnest(e_at) as at, unnest(e_payout) as payout, unnest(e_received) as received,
                       unnest(e_sequence) as sequence, unnest(e_reason) as reason) e
         where v_fits or status[e.row] = 99;
      end if;
      exit;
    exception when unique_violation then
      -- Known keys have been told apart by now: this one came from another process just now.
      if not v_fits then raise; end if;
      v_fits := false;
    end;
  end loop;
end $$`;

/** The long way: each item's own verdict, in the order of POST_ERRORS, then the balances leg after leg. */
const DECIDE_EACH = `
create function ledger_decide_each(
  p_claim_status int[], p_account bigint[], p_item int[], p_legs int[], p_leg int[], p_key uuid[],
  p_fingerprint bigint[], p_kind text[], p_claim int[], p_side int[], p_debit int[], p_credit int[],
  p_amount bigint[], p_balance bigint[], p_currency text[], p_player boolean[], p_blocked boolean[],
  p_ended int[],
  out status int[], out debit_after bigint[], out credit_after bigint[], out delta bigint[],
  out balance bigint[], out known_id bigint[], out known_ref uuid[]
) language plpgsql ${PLANNING}
as $$
declare
  v_item int[];
  v_known_balance bigint[];
  v_misfit boolean;
begin
  select array_agg(s.item order by s.row), array_agg(s.status order by s.row),
         array_agg(s.known_id order by s.row) filter (where s.status = 2),
         array_agg(s.known_ref order by s.row) filter (where s.status = 2),
         array_agg(s.known_balance order by s.row)
    into v_item, status, known_id, known_ref, v_known_balance
    from (
      select i.row, i.item, t.id as known_id, t.ref as known_ref,
             case i.side when 0 then t.debit_after else t.credit_after end as known_balance,
             min(case
               when t.id is not null then
                 case when (t.fingerprint, t.kind, t.legs, t.debit_id, t.credit_id, t.amount)
                         = (i.fingerprint, i.kind, i.legs, p_account[i.debit], p_account[i.credit], i.amount)
                      then 2 else 1 end
               when i.amount <= 0 then 3
               when (p_currency[i.debit] = p_currency[i.credit] and i.debit <> i.credit and i.side <> 2)
                    is not true then 4
               when i.claim > 0 and p_claim_status[i.claim] <> 99 then p_claim_status[i.claim]
               when i.row = any (p_ended) then 7
               when p_blocked[i.debit] then 8
               else 99 end) over (partition by i.item) as status
        from (
          select coalesce(u.item, u.row) as item, coalesce(u.legs, 1) as legs, coalesce(u.leg, 0) as leg,
                 u.key, u.fingerprint, coalesce(u.kind, p_kind[1]) as kind,
                 coalesce(u.claim, p_claim[1]) as claim, coalesce(u.side, p_side[1]) as side, u.debit, u.credit, u.amount, u.row
            from unnest(p_item, p_legs, p_leg, p_key, p_fingerprint, p_kind, p_claim, p_side, p_debit,
                        p_credit, p_amount)
                 with ordinality as u (item, legs, leg, key, fingerprint, kind, claim, side, debit, credit,
                                       amount, row)
        ) i
        left join lateral (select * from transfer t where t.idem_key = i.key and t.leg = i.leg offset 0) t
          on true
    ) s;

  loop
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
    -- for the next batch (10). The first item is always decided, so this comes to an end.
    select array_agg(f.status order by f.row) into status
      from (
        select w.row, w.side, min(case
                 when w.status <> 99 or not p_player[w.account] then w.status
                 when w.balance + w.in_before - w.own_out < 0 then 9
                 when w.balance - w.out_before - w.own_out < 0 then 10
                 when w.balance - w.out_before + w.own_in > 9007199254740991 then 3
                 when w.balance + w.in_before + w.own_in > 9007199254740991 then 10
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
