import { Migration } from '@mikro-orm/migrations';

/**
 * `ledger_post` posts one batch. All arrays from `p_item` to `p_ending` have one element per leg; the legs
 * of an item follow each other, items are numbered from 1. The caller sends no key and no bet twice in one
 * batch. Answers arrays in the same order: a status per leg (see `db/ledger/statuses.ts`; all legs of an
 * item have the same), the balance of the leg's answering side, the id of the transfer written for the leg, and
 * of repeated items the ids and refs that were written the first time.
 *
 * Order of locks, the same in every process, so that two batches never wait for each other in a circle:
 * leases by name, accounts by id. Everything is read after the locks by later statements, each with a
 * snapshot of its own, so what earlier holders of the locks committed is seen.
 *
 * Whatever still collides (the same key on other accounts, in two processes at once) breaks a unique
 * constraint: the whole batch rolls back, and its sender sends it again.
 */
export class LedgerPost extends Migration {
  override name = '20261121000003_ledgerPost';

  override up(): void {
    this.addSql(`
create function ledger_post(
  p_lease text[], p_fence bigint[], p_game bigint[], p_phase text[],
  p_item int[], p_legs int[], p_leg int[], p_key uuid[], p_fingerprint bigint[], p_kind text[], p_ref uuid[],
  p_claim int[], p_side int[], p_debit bigint[], p_credit bigint[], p_amount bigint[],
  p_bet uuid[], p_ending boolean[],
  b_row int[], b_table text[], b_game bigint[], b_player uuid[], b_amount bigint[], b_auto int[],
  b_received bigint[], b_sequence int[],
  e_row int[], e_outcome text[], e_at int[], e_payout bigint[], e_received bigint[], e_sequence int[],
  e_reason text[],
  out status int[], out balance bigint[], out ids bigint[], out known_id bigint[], out known_ref uuid[]
) language plpgsql
-- Every join of the function is a few lookups by index for each element of an array: no plan made while the
-- tables were small may turn into a scan of them when they are large.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_claim int[];
  v_claim_table text[];
  v_debit_balance bigint[];
  v_credit_balance bigint[];
  v_debit_player boolean[];
  v_credit_player boolean[];
  v_known_balance bigint[];
  v_id bigint[];
  v_debit_after bigint[];
  v_credit_after bigint[];
  v_misfit boolean;
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
  perform 1 from account a where a.id = any (p_debit || p_credit) order by a.id for no key update;

  -- 3. Each item by itself: its key, amounts, accounts, claim and bet, in the order of POST_ERRORS.
  select array_agg(s.status order by s.row),
         array_agg(s.debit_balance order by s.row), array_agg(s.credit_balance order by s.row),
         array_agg(s.debit_player order by s.row), array_agg(s.credit_player order by s.row),
         array_agg(s.known_id order by s.row) filter (where s.status = 2),
         array_agg(s.known_ref order by s.row) filter (where s.status = 2),
         array_agg(s.known_balance order by s.row)
    into status, v_debit_balance, v_credit_balance, v_debit_player, v_credit_player,
         known_id, known_ref, v_known_balance
    from (
      select i.row, d.balance as debit_balance, c.balance as credit_balance,
             d.kind = 'player' as debit_player, c.kind = 'player' as credit_player,
             t.id as known_id, t.ref as known_ref,
             case i.side when 0 then t.debit_after else t.credit_after end as known_balance,
             min(case
               when t.id is not null then
                 case when (t.fingerprint, t.kind, t.legs, t.debit_id, t.credit_id, t.amount)
                         = (i.fingerprint, i.kind, i.legs, i.debit, i.credit, i.amount) then 2 else 1 end
               when b.game is not null and not i.ending then 1
               when i.amount <= 0 then 3
               when (d.currency = c.currency and i.debit <> i.credit and i.side <> 2) is not true then 4
               when i.claim > 0 and v_claim[i.claim] <> 99 then v_claim[i.claim]
               when i.ending and (b.game is null or e.ended) then 7
               when i.ending and i.claim > 0
                and (b.game, b.crash_table) is distinct from (p_game[i.claim], v_claim_table[i.claim]) then 7
               when d.blocked and d.kind = 'player' then 8
               else 99 end) over (partition by i.item) as status
        from unnest(p_item, p_legs, p_leg, p_key, p_fingerprint, p_kind, p_claim, p_side,
                    p_debit, p_credit, p_amount, p_bet, p_ending)
             with ordinality as i (item, legs, leg, key, fingerprint, kind, claim, side,
                                   debit, credit, amount, bet, ending, row)
        left join lateral (select * from transfer t where t.idem_key = i.key and t.leg = i.leg offset 0) t
          on true
        left join lateral (select * from account a where a.id = i.debit offset 0) d on true
        left join lateral (select * from account a where a.id = i.credit offset 0) c on true
        left join lateral (select * from crash_bet b where b.bet_id = i.bet offset 0) b on true
        left join lateral (select true as ended from crash_bet_end e where e.bet_id = i.bet offset 0) e
          on true
    ) s;

  -- 4. Balances after each leg, one leg after the other. Usually all fit, and this runs once.
  loop
    select array_agg(m.after order by m.row) filter (where m.side = 0),
           array_agg(m.after order by m.row) filter (where m.side = 1),
           bool_or(m.guarded and m.after not between 0 and 9007199254740991)
      into v_debit_after, v_credit_after, v_misfit
      from (
        select i.row, s.side, s.guarded,
               s.balance + sum(s.delta) over (partition by s.account order by i.row) as after
          from unnest(status, p_debit, p_credit, p_amount, v_debit_balance, v_credit_balance,
                      v_debit_player, v_credit_player)
               with ordinality as i (status, debit, credit, amount, debit_balance, credit_balance,
                                     debit_player, credit_player, row),
               lateral (values
                 (0, i.debit, i.debit_balance, i.debit_player, case i.status when 99 then -i.amount else 0 end),
                 (1, i.credit, i.credit_balance, i.credit_player, case i.status when 99 then i.amount else 0 end)
               ) s (side, account, balance, guarded, delta)
      ) m;
    exit when v_misfit is not true;
    -- 5. Some do not. An item that would not fit even if it came first is refused; one that only an
    --    earlier item of this batch keeps from fitting waits for the next batch (10), and so does one that
    --    an earlier item might yet help. The batch's first item is always decided, so this comes to an end.
    select array_agg(f.status order by f.row) into status
      from (
        select w.row, min(case
                 when w.status <> 99 or not w.guarded then w.status
                 when w.balance + w.in_before - w.own_out < 0 then 9
                 when w.balance - w.out_before - w.own_out < 0 then 10
                 when w.balance - w.out_before + w.own_in > 9007199254740991 then 3
                 when w.balance + w.in_before + w.own_in > 9007199254740991 then 10
                 else 99 end) over (partition by w.item) as status, w.side
          from (
            select i.row, i.item, i.status, s.side, s.guarded, s.balance,
                   sum(s.outgoing) over own as own_out, sum(s.incoming) over own as own_in,
                   sum(s.outgoing) over before - sum(s.outgoing) over own as out_before,
                   sum(s.incoming) over before - sum(s.incoming) over own as in_before
              from unnest(status, p_item, p_debit, p_credit, p_amount, v_debit_balance, v_credit_balance,
                          v_debit_player, v_credit_player)
                   with ordinality as i (status, item, debit, credit, amount, debit_balance, credit_balance,
                                         debit_player, credit_player, row),
                   lateral (values
                     (0, i.debit, i.debit_balance, i.debit_player, i.amount, 0),
                     (1, i.credit, i.credit_balance, i.credit_player, 0, i.amount)
                   ) s (side, account, balance, guarded, outgoing, incoming)
             where i.status = 99
            window own as (partition by s.account, i.item order by i.row),
                   before as (partition by s.account order by i.row)
            union all
            select i.row, i.item, i.status, 0, false, 0, 0, 0, 0, 0
              from unnest(status, p_item) with ordinality as i (status, item, row) where i.status <> 99
          ) w
      ) f
     where f.side = 0;
  end loop;

  -- 6. Write. Ids ascend in the order of the items, and are drawn while the accounts are locked: the lines
  --    of an account are in order by id.
  v_id := array(select case i.status when 99 then nextval('transfer_id') end from unnest(status) as i (status));
  insert into transfer (id, idem_key, leg, legs, debit_id, credit_id, amount, debit_after, credit_after,
                        fingerprint, ref, kind, answer_side)
  select i.id, i.key, i.leg, i.legs, i.debit, i.credit, i.amount, i.debit_after, i.credit_after,
         i.fingerprint, i.ref, i.kind, nullif(i.side, 3)
    from unnest(v_id, p_key, p_leg, p_legs, p_debit, p_credit, p_amount, v_debit_after, v_credit_after,
                p_fingerprint, p_ref, p_kind, p_side)
         as i (id, key, leg, legs, debit, credit, amount, debit_after, credit_after, fingerprint, ref, kind,
               side)
   where i.id is not null;

  update account a set balance = a.balance + d.delta
    from (
      select s.account, sum(s.delta)::bigint as delta
        from unnest(status, p_debit, p_credit, p_amount) as i (status, debit, credit, amount),
             lateral (values (i.debit, -i.amount), (i.credit, i.amount)) s (account, delta)
       where i.status = 99
       group by s.account
    ) d
   where a.id = d.account;

  if cardinality(b_row) > 0 then
    insert into crash_bet (bet_id, crash_table, game, player_id, amount_coins, auto_cashout_hundredths,
                           received_at_ms, sequence, transfer_id)
    select p_bet[b.row], b.crash_table, b.game, b.player, b.amount, b.auto, b.received, b.sequence,
           v_id[b.row]
      from unnest(b_row, b_table, b_game, b_player, b_amount, b_auto, b_received, b_sequence)
           as b (row, crash_table, game, player, amount, auto, received, sequence)
     where status[b.row] = 99;
  end if;
  if cardinality(e_row) > 0 then
    insert into crash_bet_end (bet_id, outcome, at_hundredths, payout_coins, received_at_ms, sequence, reason,
                               transfer_id)
    select p_bet[e.row], e.outcome, e.at, e.payout, e.received, e.sequence, e.reason,
           v_id[e.row]
      from unnest(e_row, e_outcome, e_at, e_payout, e_received, e_sequence, e_reason)
           as e (row, outcome, at, payout, received, sequence, reason)
     where status[e.row] = 99;
  end if;

  ids := v_id;
  -- 7. The answer's balances: after this posting, after the original one, or as it is for a refusal.
  select array_agg(case i.status when 99 then case i.side when 0 then i.debit_after else i.credit_after end
                                 when 2 then i.known_balance
                                 else case i.side when 0 then i.debit_balance else i.credit_balance end
                    end order by i.row)
    into balance
    from unnest(status, p_side, v_debit_after, v_credit_after, v_known_balance, v_debit_balance,
                v_credit_balance)
         with ordinality as i (status, side, debit_after, credit_after, known_balance, debit_balance,
                               credit_balance, row);
end $$`);
  }
}
