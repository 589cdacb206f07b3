import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import { EVERY_STAKE_KIND, PAYOUT_KINDS, STAKE_RETURN_KINDS } from '../../domain/ledger/stakes.ts';
import {
  countSpan,
  NEVER_PLAYED,
  NEW_SESSION_AFTER_MS,
  type PlayedSpan,
  type PlaySession,
} from '../../domain/limits/playedTime.ts';
import type { RealityCheck } from '../../domain/limits/port.ts';
import { transact } from '../transact.ts';
import { NOW_MS } from './nowMs.ts';

interface SessionRow {
  account_id: string;
  started_at_ms: string;
  played_ms: string;
  until_ms: string;
}

/**
 * A new session's lines begin in the middle of the break before it, in which nothing is staked: instants of play are of
 * processes' clocks, lines of the database's, and its first stake may seem older than the session.
 */
const LINES_FROM = `to_timestamp((n.started_at_ms - ${NEW_SESSION_AFTER_MS / 2}) / 1000.0)`;

const STORE_SESSIONS = `
  update play_session s
     set started_at_ms = n.started_at_ms, played_ms = n.played_ms, until_ms = n.until_ms,
         after_transfer_id = case when s.started_at_ms = n.started_at_ms then s.after_transfer_id
           else greatest(
             (select t.id from transfer t
               where t.debit_id = n.account_id and t.debit_id >= 1000
                 and t.created_at < ${LINES_FROM}
               order by t.id desc limit 1),
             (select t.id from transfer t
               where t.credit_id = n.account_id and t.credit_id >= 1000
                 and t.created_at < ${LINES_FROM}
               order by t.id desc limit 1),
             0) end
    from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[])
           as n (account_id, started_at_ms, played_ms, until_ms)
   where s.account_id = n.account_id`;

const STORE_DAYS = `
  insert into played_day as d (account_id, day, played_ms)
  select n.account_id, n.day, sum(n.played_ms)
    from unnest($1::bigint[], $2::int[], $3::bigint[]) as n (account_id, day, played_ms)
   group by 1, 2 order by 1, 2
      on conflict (account_id, day) do update set played_ms = d.played_ms + excluded.played_ms`;

/** Under the locks of the sessions, in the order of their accounts: processes tell of the same player at once. */
export async function countPlayed(
  pool: pg.Pool,
  spans: readonly (PlayedSpan & { accountId: number })[],
): Promise<void> {
  const accounts = [...new Set(spans.map(({ accountId }) => accountId))].sort((a, b) => a - b);
  if (accounts.length === 0) return;
  await transact(pool, async (client) => {
    await client.query(
      `insert into play_session select unnest($1::bigint[]), 0, 0, 0, 0 on conflict (account_id) do nothing`,
      [accounts],
    );
    const { rows } = await client.query<SessionRow>(
      'select * from play_session where account_id = any ($1) order by account_id for update',
      [accounts],
    );
    const sessions = new Map(rows.map((row) => [Number(row.account_id), toSession(row)]));
    const days: { accountId: number; day: number; playedMs: number }[] = [];
    for (const { accountId, ...span } of spans) {
      const counted = countSpan(sessions.get(accountId) ?? NEVER_PLAYED, span);
      sessions.set(accountId, counted.session);
      for (const each of counted.days) days.push({ accountId, ...each });
    }
    const all = [...sessions.values()];
    await client.query(STORE_SESSIONS, [
      [...sessions.keys()],
      all.map(({ startedAtMs }) => startedAtMs),
      all.map(({ playedMs }) => playedMs),
      all.map(({ untilMs }) => untilMs),
    ]);
    await client.query(STORE_DAYS, [
      days.map(({ accountId }) => accountId),
      days.map(({ day }) => day),
      days.map(({ playedMs }) => playedMs),
    ]);
  });
}

function toSession(row: Omit<SessionRow, 'account_id'>): PlaySession {
  return {
    startedAtMs: Number(row.started_at_ms),
    playedMs: Number(row.played_ms),
    untilMs: Number(row.until_ms),
  };
}

const CHECK = `
  select a.balance, coalesce(s.started_at_ms, 0) as started_at_ms, coalesce(s.played_ms, 0) as played_ms,
         coalesce(m.staked, 0) as staked, coalesce(m.paid, 0) as paid
    from account a
    left join play_session s on s.account_id = a.id and s.until_ms > ${NOW_MS} - ${NEW_SESSION_AFTER_MS}
    left join lateral (
      select sum(l.staked) as staked, sum(l.paid) as paid
        from (
          select t.amount as staked, 0 as paid from transfer t
           where t.debit_id = a.id and t.debit_id >= 1000 and t.id > s.after_transfer_id and t.kind = any ($2)
          union all
          select 0, t.amount from transfer t
           where t.credit_id = a.id and t.credit_id >= 1000 and t.id > s.after_transfer_id and t.kind = any ($3)
          union all
          select -t.amount, 0 from transfer t
           where t.credit_id = a.id and t.credit_id >= 1000 and t.id > s.after_transfer_id and t.kind = any ($4)
        ) l) m on true
   where a.player_id = $1 and a.currency = 'coins'`;

interface CheckRow extends Omit<SessionRow, 'account_id'> {
  balance: string;
  staked: string;
  paid: string;
}

export async function realityCheck(pool: pg.Pool, playerId: string): Promise<RealityCheck> {
  const { rows } = await pool.query<CheckRow>(CHECK, [
    ...[playerId, EVERY_STAKE_KIND, PAYOUT_KINDS, STAKE_RETURN_KINDS],
  ]);
  const [row] = rows;
  assert(row, `player ${playerId} has no account`);
  const [stakedCoins, paidCoins] = [Number(row.staked), Number(row.paid)];
  return {
    startedAtMs: row.started_at_ms === '0' ? null : Number(row.started_at_ms),
    playedMs: Number(row.played_ms),
    ...{ stakedCoins, paidCoins, netCoins: paidCoins - stakedCoins },
    balanceCoins: Number(row.balance),
  };
}
