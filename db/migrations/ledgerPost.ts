import { DECIDE_EACH, OUTDATED, PLANNING } from './ledgerDecide.ts';
import { STAKES } from './ledgerKinds.ts';
import { COUNT_USE, LIMIT_ROOM, LIMITS } from './ledgerLimits.ts';

/**
 * `ledger_post` posts one batch. Parameters, made by `db/ledger/encode.ts` and `encodePlays.ts`:
 * - `p_lease .. p_phase`: the distinct claims of the batch;
 * - `p_account`: the distinct accounts, ascending; `p_delta`: the net change of each if all items are posted;
 * - `p_item .. p_amount`: one element per leg. The legs of an item follow each other; items, claims and
 *   accounts are referred to by their place, from 1. `p_item`, `p_legs` and `p_leg` are empty when every
 *   item has one leg. `p_debit_net`, `p_credit_net`: the account's net change up to this leg;
 *   `p_kind`, `p_claim`, `p_side`, `p_play` (and `b_table`, `b_game`) have one element when it is the same for
 *   all; `p_play` is 1 for games, whose repeats have other legs;
 * - `b_*`: new crash bets, `e_*`: ends of bets, each with the row of its item's first leg;
 * - of games, with that row too: `n_*` seed pairs and the nonce they must be at, `d_*` documents before and
 *   after, `s_*` stock of limited items, all three in the order of locks, and `g_*` the records.
 * The caller sends no key, bet, pair and document twice in one batch. Stock may be taken by many: each of its
 * items is outdated unless it is as that item saw it whether or not those before it are posted.
 *
 * Almost always all items of a batch can be posted, and a few plain scans find that out: then `status` is
 * null, and `balance` has the accounts' balances before the batch. Otherwise each item is decided by
 * itself: `status` has one number per leg (`db/ledger/statuses.ts`; all legs of an item have the same),
 * `balance` the balance of each leg's answering side, `known_*` what the repeated items wrote the first time, and
 * `limits`, if one is over its player's limits, what those were before the batch.
 * The transfer written for the n-th leg has the id `first_id + n - 1`.
 *
 * Order of locks, the same in every process, so that two batches never wait for each other in a circle:
 * leases by name, accounts by id, pairs, documents, stock. Everything is read after the locks, by later
 * statements, each with a snapshot of its own (or by the lock itself), so what earlier holders of the locks
 * committed is seen. Whatever still collides (the same key on other accounts, or the same new document, in two
 * processes at once) breaks a unique constraint: the whole batch rolls back, and its sender sends it again. A
 * player's documents are written under the lock of its account, so that one that isn't there stays so.
 */
const POST = `
create function ledger_post(
  p_lease text[], p_fence bigint[], p_game bigint[], p_phase text[],
  p_account bigint[], p_delta bigint[],
  p_item int[], p_legs int[], p_leg int[], p_key uuid[], p_fingerprint bigint[], p_kind text[], p_ref uuid[],
  p_claim int[], p_side int[], p_play int[], p_debit int[], p_credit int[], p_debit_net bigint[],
  p_credit_net bigint[], p_amount bigint[],
  b_row int[], b_bet uuid[], b_table text[], b_game bigint[], b_player uuid[], b_amount bigint[], b_auto int[],
  b_received bigint[], b_sequence int[],
  e_row int[], e_bet uuid[], e_outcome text[], e_at int[], e_payout bigint[], e_received bigint[],
  e_sequence int[], e_reason text[],
  n_row int[], n_pair uuid[], n_nonce int[],
  d_row int[], d_owner uuid[], d_scope text[], d_before jsonb[], d_after jsonb[], d_due bigint[],
  s_row int[], s_banner text[], s_item text[], s_seen int[], s_cap int[], s_taken int[],
  g_row int[], g_game_id uuid[], g_player uuid[], g_game text[], g_variant text[], g_session uuid[],
  g_pair uuid[], g_nonce int[], g_bet bigint[], g_payout bigint[], g_started bigint[], g_ended bigint[],
  g_odds_hash text[], g_inputs json[], g_outcome json[], g_tally json[], g_stake_id bigint[], g_payout_row int[],
  out status int[], out balance bigint[], out first_id bigint, out known_id bigint[], out known_ref uuid[],
  out limits json
) language plpgsql ${PLANNING}
as $$
declare
  v_found int;
  v_balance bigint[];
  v_currency text[];
  v_player boolean[];
  v_blocked boolean[];
  v_limited bigint[];
  v_barred boolean[];
  v_stake_room bigint[];
  v_loss_room bigint[];
  v_claim int[] := '{}';
  v_claim_table text[] := '{}';
  v_ended int[] := '{}';
  v_outdated int[] := '{}';
  v_owner uuid;
  v_scope text;
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
         array_agg(s.kind = 'player' and s.blocked), array_agg(s.id) filter (where s.limited)
    into v_found, v_balance, v_currency, v_player, v_blocked, v_limited
    from (
      select * from account a where a.id = any (p_account) order by a.id for no key update
    ) s;
  if v_found < cardinality(p_account) then
    select array_agg(a.balance order by s.n), array_agg(a.currency order by s.n),
           array_agg(a.kind = 'player' order by s.n), array_agg(a.kind = 'player' and a.blocked order by s.n)
      into v_balance, v_currency, v_player, v_blocked
      from unnest(p_account) with ordinality as s (id, n) left join account a on a.id = s.id;
  end if;

  -- 3. Does anything stand against any item? Pairs, documents and stock are locked here, in this order.
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
  if cardinality(n_row) + cardinality(d_row) + cardinality(s_row) > 0 then
    v_outdated := ledger_outdated(n_row, n_pair, n_nonce, d_row, d_owner, d_scope, d_before,
                                  s_row, s_banner, s_item, s_seen, s_cap, s_taken);
  end if;
  v_fits := p_delta is not null and 99 = all (v_claim) and cardinality(v_ended) = 0
            and cardinality(v_outdated) = 0;
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
  -- Whoever does not limit themselves is not looked at further.
  if v_limited is not null then
    select r.barred, r.stake_room, r.loss_room into v_barred, v_stake_room, v_loss_room
      from ledger_limit_room(p_account, v_limited) r;
    v_fits := v_fits and not exists (
      select from (
        select i.debit, sum(i.amount) as staked
          from (select unnest(p_debit) as debit, unnest(p_kind) as kind, unnest(p_amount) as amount) i
         where coalesce(i.kind, p_kind[1]) = any (${STAKES}) and p_account[i.debit] = any (v_limited)
         group by i.debit
      ) s
      where v_barred[s.debit] or s.staked > least(v_stake_room[s.debit], v_loss_room[s.debit]));
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
                                  p_claim, p_side, p_play, p_debit, p_credit, p_amount, v_balance, v_currency,
                                  v_player, v_blocked, v_ended, v_outdated, v_barred, v_stake_room,
                                  v_loss_room) d;
        if 10 = any (status) then
          select json_agg(l) into limits from ledger_limits(v_limited) l;
        end if;
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

      if v_limited is not null then
        perform ledger_count_use(v_limited, p_account, status, p_kind, p_ref, p_debit, p_credit, p_amount);
      end if;

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

      if cardinality(n_row) > 0 then
        update seed_pair p set nonce = p.nonce + 1
         where p.pair_id = any (array(
                 select n.pair from unnest(n_row, n_pair) as n (row, pair)
                  where v_fits or ledger_post.status[n.row] = 99));
      end if;
      if cardinality(d_row) > 0 then
        -- Never "or update": a document that another process made meanwhile must break the unique key.
        insert into game_state (owner_id, scope, state, due_at_ms)
        select d.owner, d.scope, d.after, d.due
          from (select unnest(d_row) as row, unnest(d_owner) as owner, unnest(d_scope) as scope,
                       unnest(d_before) as before, unnest(d_after) as after, unnest(d_due) as due) d
         where d.before is null and d.after is not null and (v_fits or status[d.row] = 99);
        -- Those that were seen are locked by now, so each of these is in conflict: it finds its row by the index.
        insert into game_state (owner_id, scope, state, due_at_ms)
        select d.owner, d.scope, d.after, d.due
          from (select unnest(d_row) as row, unnest(d_owner) as owner, unnest(d_scope) as scope,
                       unnest(d_before) as before, unnest(d_after) as after, unnest(d_due) as due) d
         where d.before <> d.after and (v_fits or status[d.row] = 99)
            on conflict (owner_id, scope) do update set state = excluded.state, due_at_ms = excluded.due_at_ms;
        for v_owner, v_scope in
          select d.owner, d.scope from unnest(d_row, d_owner, d_scope, d_before, d_after)
                                         as d (row, owner, scope, before, after)
           where d.before is not null and d.after is null and (v_fits or status[d.row] = 99)
        loop
          delete from game_state g where g.owner_id = v_owner and g.scope = v_scope;
        end loop;
      end if;
      if cardinality(s_row) > 0 then
        update gacha_stock g set remaining = g.remaining - s.taken
          from (select u.banner, u.item, sum(u.taken) as taken
                  from unnest(s_row, s_banner, s_item, s_taken) as u (row, banner, item, taken)
                 where u.taken > 0 and (v_fits or status[u.row] = 99)
                 group by u.banner, u.item) s
         where g.banner = s.banner and g.item = s.item;
      end if;
      if cardinality(g_row) > 0 then
        insert into game (game_id, player_id, game, variant, session_id, pair_id, nonce, bet_coins, payout_coins,
                          started_at_ms, ended_at_ms, odds_hash, inputs, outcome, tally, stake_id, payout_id)
        select g.game_id, g.player, g.game, g.variant, g.session, g.pair, g.nonce, g.bet, g.payout, g.started,
               g.ended, g.odds_hash, g.inputs, g.outcome, g.tally, coalesce(g.stake_id, first_id + g.row - 1),
               first_id + g.payout_row - 1
          from (select unnest(g_row) as row, unnest(g_game_id) as game_id, unnest(g_player) as player,
                       unnest(g_game) as game, unnest(g_variant) as variant, unnest(g_session) as session,
                       unnest(g_pair) as pair, unnest(g_nonce) as nonce, unnest(g_bet) as bet,
                       unnest(g_payout) as payout, unnest(g_started) as started, unnest(g_ended) as ended,
                       unnest(g_odds_hash) as odds_hash, unnest(g_inputs) as inputs, unnest(g_outcome) as outcome,
                       unnest(g_tally) as tally, unnest(g_stake_id) as stake_id,
                       unnest(g_payout_row) as payout_row) g
         where v_fits or status[g.row] = 99;
      end if;
      exit;
    exception when unique_violation then
      -- Known keys have been told apart by now: this one, or a new document, came from another process just now.
      if not v_fits then raise; end if;
      v_fits := false;
    end;
  end loop;
end $$`;

/** Whatever version of them is there. */
const DROP = `
do $$
declare
  v_old regprocedure;
begin
  for v_old in select p.oid::regprocedure from pg_proc p
                where p.pronamespace = 'public'::regnamespace
                  and p.proname in ('ledger_post', 'ledger_decide_each', 'ledger_outdated', 'ledger_limits',
                                    'ledger_limit_room', 'ledger_count_use')
  loop
    execute format('drop function %s', v_old);
  end loop;
end $$`;

/**
 * Replaces the ledger's functions by these: what every migration runs that comes with a change of them. So a
 * new database gets the newest at once, which is no harm, because a function's tables are looked for when it runs.
 */
export const LEDGER_FUNCTIONS: readonly string[] = [
  ...[DROP, LIMITS, LIMIT_ROOM, COUNT_USE, DECIDE_EACH, OUTDATED, POST],
];
