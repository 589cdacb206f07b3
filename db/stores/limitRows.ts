import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import type { Bars } from '../../domain/limits/bars.ts';
import { type LimitKind, type Limits, noLimits } from '../../domain/limits/limits.ts';
import type { Period } from '../../domain/limits/periods.ts';
import type { LimitState } from '../../domain/limits/state.ts';
import { NOW_MS } from './nowMs.ts';

/** A week that runs, and a month that runs, begin within so many days. */
const DAYS_KEPT = 31;

interface LimitRow {
  kind: LimitKind;
  period: Period;
  value: number | null;
  next_value: number | null;
  next_from_ms: number | null;
}

interface StateRow {
  account_id: string;
  limited: boolean;
  now_ms: string;
  limits: LimitRow[] | null;
  bar: { paused_until_ms: number | null; excluded_until_ms: number | null } | null;
  money: [day: number, stakedCoins: number, lostCoins: number][] | null;
  played: [day: number, playedMs: number][] | null;
}

const KEPT_FROM = `(${NOW_MS} / 86400000 - ${DAYS_KEPT})`;

const STATE = `
  select a.id as account_id, a.limited, ${NOW_MS} as now_ms,
         (select json_agg(l) from play_limit l where l.account_id = a.id) as limits,
         (select row_to_json(b) from play_bar b where b.account_id = a.id) as bar,
         (select json_agg(json_build_array(d.day, d.staked_coins, d.lost_coins))
            from limit_day d where a.limited and d.account_id = a.id and d.day >= ${KEPT_FROM}) as money,
         (select json_agg(json_build_array(d.day, d.played_ms))
            from played_day d where d.account_id = a.id and d.day >= ${KEPT_FROM}) as played
    from account a where a.player_id = $1 and a.currency = 'coins'`;

/** A player's limits by the database's clock. `accountId`: of the player's coins. */
export interface StoredLimits {
  accountId: number;
  nowMs: number;
  state: LimitState;
}

export async function readLimits(
  client: Pick<pg.ClientBase, 'query'>,
  playerId: string,
): Promise<StoredLimits> {
  const { rows } = await client.query<StateRow>(STATE, [playerId]);
  const [row] = rows;
  assert(row, `player ${playerId} has no account`);
  return {
    accountId: Number(row.account_id),
    nowMs: Number(row.now_ms),
    state: {
      limits: toLimits(row.limits ?? []),
      bars: {
        pausedUntilMs: row.bar?.paused_until_ms ?? null,
        excludedUntilMs: row.bar?.excluded_until_ms ?? null,
      },
      counted: row.limited,
      days: [
        ...(row.money ?? []).map(([day, stakedCoins, lostCoins]) => ({
          ...{ day, stakedCoins, lostCoins, playedMs: 0 },
        })),
        ...(row.played ?? []).map(([day, playedMs]) => ({ day, stakedCoins: 0, lostCoins: 0, playedMs })),
      ],
    },
  };
}

function toLimits(rows: readonly LimitRow[]): Limits {
  const limits = noLimits();
  for (const { kind, period, value, next_value, next_from_ms } of rows) {
    const pending = next_from_ms === null ? null : { value: next_value, fromAtMs: next_from_ms };
    limits[kind][period] = { value, pending };
  }
  return limits;
}

/** Under the lock of the account. Limits that are none are not stored. */
export async function writeLimits(client: pg.ClientBase, accountId: number, limits: Limits): Promise<void> {
  const rows = Object.entries(limits).flatMap(([kind, periods]) =>
    Object.entries(periods)
      .filter(([, { value, pending }]) => value !== null || pending !== null)
      .map(([period, { value, pending }]) => ({ kind, period, value, pending })),
  );
  await client.query('delete from play_limit where account_id = $1', [accountId]);
  await client.query(
    `insert into play_limit (account_id, kind, period, value, next_value, next_from_ms)
     select $1, * from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[])`,
    [
      accountId,
      rows.map(({ kind }) => kind),
      rows.map(({ period }) => period),
      rows.map(({ value }) => value),
      rows.map(({ pending }) => pending?.value ?? null),
      rows.map(({ pending }) => pending?.fromAtMs ?? null),
    ],
  );
}

/** Under the lock of the account. */
export async function writeBars(client: pg.ClientBase, accountId: number, bars: Bars): Promise<void> {
  await client.query(
    `insert into play_bar (account_id, paused_until_ms, excluded_until_ms) values ($1, $2, $3)
     on conflict (account_id) do update set paused_until_ms = excluded.paused_until_ms,
                                            excluded_until_ms = excluded.excluded_until_ms`,
    [accountId, bars.pausedUntilMs, bars.excludedUntilMs],
  );
}

/** All that is kept of a player's limits and of how long they played. Nobody can sign in to the account any more. */
export async function eraseLimits(client: pg.ClientBase, playerId: string): Promise<void> {
  for (const table of ['play_limit', 'play_bar', 'limit_day', 'played_day', 'play_session']) {
    await client.query(
      `delete from ${table} where account_id in (select id from account where player_id = $1 and currency = 'coins')`,
      [playerId],
    );
  }
  await client.query(`update account set limited = false where player_id = $1 and currency = 'coins'`, [
    playerId,
  ]);
}
