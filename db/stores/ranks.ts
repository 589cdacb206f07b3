import type pg from 'pg';
import type { Rank, RankChange } from '../../domain/identity/port.ts';
import { firstRankDay, RULE, type StandingRank } from '../../domain/identity/rankRule.ts';
import type { RankCandidate, RankStore } from '../../domain/identity/rankStore.ts';
import { EVERY_STAKE_KIND, STAKE_RETURN_KINDS } from '../../domain/ledger/stakes.ts';
import { orThrow, transact } from '../transact.ts';
import { CHANGED_NOW_MS } from './standingChanged.ts';

/**
 * An account's lines are counted once they are older than any transaction that may still write one: a batch ends
 * within 2 s, so nothing can appear behind the cursor.
 */
const SETTLES_WITHIN_S = 5;
/** What one pass reads at most: at full load a minute is a million lines. */
const PASS_S = 60;

/**
 * Moves the cursor and adds what lies between: one statement, so it happens once or not at all. Another process that
 * is at it keeps the row; then there is nothing to do here.
 */
const COUNT = `
  with span as materialized (
    select c.id, c.counted_until as from_at,
           least(clock_timestamp() - make_interval(secs => ${SETTLES_WITHIN_S}),
                 c.counted_until + make_interval(secs => ${PASS_S})) as to_at
      from stake_count_cursor c where c.id = 1 for update skip locked
  ), moved as (
    update stake_count_cursor c set counted_until = s.to_at
      from span s where c.id = s.id and s.to_at > s.from_at
  ), lines as (
    select case when t.kind = any ($2) then t.credit_id else t.debit_id end as account_id,
           floor(extract(epoch from t.created_at) / 86400)::int as day,
           case when t.kind = any ($2) then -t.amount else t.amount end as amount
      from span s, transfer t
     where t.created_at > s.from_at and t.created_at <= s.to_at and (t.kind = any ($1) or t.kind = any ($2))
  ), counted as (
    insert into staked_day as d (account_id, day, staked_coins)
    select l.account_id, l.day, sum(l.amount) from lines l where l.account_id >= 1000
     group by l.account_id, l.day order by 1, 2
    on conflict (account_id, day) do update set staked_coins = d.staked_coins + excluded.staked_coins
    returning d.account_id
  )
  select (select array_agg(distinct account_id) from counted) as accounts,
         coalesce((select s.to_at < clock_timestamp() - make_interval(secs => ${2 * SETTLES_WITHIN_S})
                     from span s), false) as behind`;

const CANDIDATES = `
  select p.id, p.rank, h.at_ms, h.by, coalesce(s.staked, 0) as staked
    from player p
    join account a on a.player_id = p.id and a.currency = 'coins'
    left join lateral (
      select sum(d.staked_coins) as staked from staked_day d where d.account_id = a.id and d.day >= $1) s on true
    left join lateral (
      select r.at_ms, r.by from rank_history r where r.player_id = p.id order by r.id desc limit 1) h on true
   where not p.bot`;

interface CandidateRow {
  id: string;
  rank: Rank;
  at_ms: string | null;
  by: string | null;
  staked: string;
}

export function rankStore(pool: pg.Pool): RankStore {
  return {
    setRank: (playerId, rank, by, reason) =>
      orThrow(() =>
        transact(pool, async (client) => {
          const { rows } = await client.query<{ rank: Rank }>(
            'select rank from player where id = $1 for update',
            [playerId],
          );
          if (!rows[0]) return null;
          // Other processes look for whose standing has changed since their last look.
          await client.query(
            `update player set rank = $2,
                    standing_changed_at_ms = ${CHANGED_NOW_MS}
              where id = $1`,
            [playerId, rank],
          );
          await client.query(
            `insert into rank_history (player_id, rank, at_ms, by, reason)
             values ($1, $2, floor(extract(epoch from clock_timestamp()) * 1000), $3, $4)`,
            [playerId, rank, by, reason],
          );
          return { before: rows[0].rank, after: rank };
        }),
      ),

    rankHistory: (playerId) =>
      orThrow(async () => {
        const { rows } = await pool.query<{
          rank: Rank;
          at_ms: string;
          by: string;
          reason: string;
        }>('select rank, at_ms, by, reason from rank_history where player_id = $1 order by id desc', [
          playerId,
        ]);
        return rows.map(
          (row): RankChange => ({
            rank: row.rank,
            atMs: Number(row.at_ms),
            by: row.by,
            reason: row.reason,
          }),
        );
      }),

    countStakes: (nowMs) =>
      orThrow(async () => {
        const { rows } = await pool.query<{ accounts: string[] | null; behind: boolean }>(COUNT, [
          EVERY_STAKE_KIND,
          STAKE_RETURN_KINDS,
        ]);
        const { accounts, behind } = rows[0]!;
        if (accounts === null) return { candidates: [], behind };
        const found = await pool.query<CandidateRow>(
          `${CANDIDATES} and a.id = any ($2) and p.rank <> 'VIP'`,
          [firstRankDay(nowMs), accounts],
        );
        return { candidates: found.rows.map(toCandidate), behind };
      }),

    ranked: (nowMs) =>
      orThrow(async () => {
        const { rows } = await pool.query<CandidateRow>(`${CANDIDATES} and p.rank <> 'STANDARD'`, [
          firstRankDay(nowMs),
        ]);
        return rows.map(toCandidate);
      }),
  };
}

function toCandidate({ id, rank, at_ms, by, staked }: CandidateRow): RankCandidate {
  const given: StandingRank['given'] =
    at_ms === null ? null : { by: by === RULE ? 'rule' : 'admin', atMs: Number(at_ms) };
  return { playerId: id, standing: { rank, given }, stakedCoins: Number(staked) };
}
