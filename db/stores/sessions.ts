import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import type { SessionStore, SessionSummary } from '../../domain/games/port.ts';
import type { Page } from '../../domain/page.ts';
import { ok } from '../../domain/result.ts';
import { orThrow, orUnavailable } from '../transact.ts';

/** As many at once as are added up well within a statement's time. */
const ABANDONED_AT_ONCE = 200;

interface SessionRow {
  session_id: string;
  game: SessionSummary['game'];
  variant: string;
  started_at_ms: string;
  ended_at_ms: string;
  rounds: number;
  bet_coins: string;
  win_coins: string;
  outcomes: Record<string, number>;
}

const SESSION_COLUMNS = `
  s.session_id, s.game, s.variant, s.started_at_ms, s.ended_at_ms, s.rounds, s.bet_coins, s.win_coins, s.outcomes`;

/** `transfer_block` only rises: the stakes of a session have higher ids than its value when the session began. */
const OPEN = `
  insert into game_session (session_id, player_id, game, variant, owner, after_transfer_id, started_at_ms)
  select $1, $2, $3, $4, $5, case when is_called then last_value else 0 end, $6 from transfer_block`;

/**
 * Adds up the games of sessions that are not ended yet. They are found by the lines of their stakes: `game`,
 * which every spin writes to, has no index for a question that is asked once a session. `offset 0` keeps the lookups
 * by index: how many lines there are the planner can't guess, and it would rather read all games.
 * $2: when they ended; null: with their last game.
 */
const CLOSE = `
  with played as (
    select o.session_id, g.bet_coins, g.payout_coins, g.ended_at_ms, g.tally
      from game_session o
      join account a on a.player_id = o.player_id and a.currency = 'coins'
      cross join lateral (
        select * from transfer s where s.debit_id = a.id and s.debit_id >= 1000 and s.id > o.after_transfer_id
        offset 0) t
      cross join lateral (select * from game s where s.game_id = t.ref offset 0) g
     where o.session_id = any ($1) and o.ended_at_ms is null
       and g.stake_id = t.id and g.session_id = o.session_id
  ), counted as (
    select c.session_id, jsonb_object_agg(c.name, c.count) as outcomes
      from (select p.session_id, k.name, sum(k.count::bigint) as count
              from played p, json_each_text(p.tally) as k (name, count)
             group by p.session_id, k.name) c
     group by c.session_id
  ), added as (
    select o.session_id, count(p.session_id) as rounds, coalesce(sum(p.bet_coins), 0) as bet_coins,
           coalesce(sum(p.payout_coins), 0) as win_coins, max(p.ended_at_ms) as last_game_at_ms
      from game_session o left join played p on p.session_id = o.session_id
     where o.session_id = any ($1)
     group by o.session_id
  )
  update game_session s
     set ended_at_ms = coalesce($2, n.last_game_at_ms, s.started_at_ms), rounds = n.rounds,
         bet_coins = n.bet_coins, win_coins = n.win_coins, outcomes = coalesce(c.outcomes, '{}')
    from added n left join counted c on c.session_id = n.session_id
   where s.session_id = n.session_id and s.ended_at_ms is null
  returning ${SESSION_COLUMNS}`;

/** Whose process is gone: nobody holds the lock of its name (`db/ownerLock.ts`). */
const ABANDONED = `
  with owners as materialized (
    select distinct owner from game_session where ended_at_ms is null and owner <> $1
  ), dead as materialized (
    select owner from owners where pg_try_advisory_xact_lock(hashtextextended(owner::text, 0))
  )
  select s.session_id from game_session s join dead d on d.owner = s.owner where s.ended_at_ms is null`;

export function sessionStore(pool: pg.Pool, ownerId: string): SessionStore {
  async function close(sessionIds: readonly string[], endedAtMs: number | null): Promise<SessionRow[]> {
    return (await pool.query<SessionRow>(CLOSE, [sessionIds, endedAtMs])).rows;
  }

  return {
    open: ({ sessionId, playerId, game, variant, startedAtMs }) =>
      orUnavailable(async () => {
        await pool.query(OPEN, [sessionId, playerId, game, variant, ownerId, startedAtMs]);
        return ok(undefined);
      }),

    close: (sessionId, endedAtMs) =>
      orUnavailable(async () => {
        const [closed] = await close([sessionId], endedAtMs);
        if (closed) return ok(toSummary(closed));
        const { rows } = await pool.query<SessionRow>(
          `select ${SESSION_COLUMNS} from game_session s where s.session_id = $1 and s.ended_at_ms is not null`,
          [sessionId],
        );
        assert(rows[0], `session ${sessionId} was never opened`);
        return ok(toSummary(rows[0]));
      }),

    closeAbandoned: () =>
      orUnavailable(async () => {
        const { rows } = await pool.query<{ session_id: string }>(ABANDONED, [ownerId]);
        let closed = 0;
        for (let at = 0; at < rows.length; at += ABANDONED_AT_ONCE) {
          const ids = rows.slice(at, at + ABANDONED_AT_ONCE).map(({ session_id }) => session_id);
          closed += (await close(ids, null)).length;
        }
        return ok(closed);
      }),

    list: (playerId, limit, cursor) => orThrow(() => readSessions(pool, playerId, limit, cursor)),
  };
}

/** Digits of a cursor that count the sessions shown of its instant; those before them are the instant. */
const SHOWN_DIGITS = 4;

/**
 * Several sessions may end in one millisecond (a stop ends all), so a cursor says how many of its instant were
 * shown. One that is none is as good as no cursor, as in every list.
 */
async function readSessions(
  pool: pg.Pool,
  playerId: string,
  limit: number,
  cursor: string | null,
): Promise<Page<SessionSummary>> {
  const known = cursor !== null && /^\d{5,18}$/.test(cursor);
  const upToMs = known ? Number(cursor.slice(0, -SHOWN_DIGITS)) : null;
  const shownBefore = known ? Number(cursor.slice(-SHOWN_DIGITS)) : 0;
  const { rows } = await pool.query<SessionRow>(
    `select ${SESSION_COLUMNS} from game_session s
      where s.player_id = $1 and s.ended_at_ms is not null and s.ended_at_ms <= coalesce($2, s.ended_at_ms)
      order by s.ended_at_ms desc, s.session_id desc offset $3 limit $4`,
    [playerId, upToMs, shownBefore, limit + 1],
  );
  const items = rows.slice(0, limit).map(toSummary);
  const last = items.at(-1);
  if (rows.length <= limit || !last) return { items, next: null };
  const ofInstant = items.filter(({ endedAtMs }) => endedAtMs === last.endedAtMs).length;
  const shown = ofInstant + (last.endedAtMs === upToMs ? shownBefore : 0);
  return { items, next: `${last.endedAtMs}${`${shown}`.padStart(SHOWN_DIGITS, '0')}` };
}

function toSummary(row: SessionRow): SessionSummary {
  const startedAtMs = Number(row.started_at_ms);
  const endedAtMs = Number(row.ended_at_ms);
  const betCoins = Number(row.bet_coins);
  const winCoins = Number(row.win_coins);
  return {
    sessionId: row.session_id,
    game: row.game,
    variant: row.variant,
    startedAtMs,
    endedAtMs,
    durationMs: endedAtMs - startedAtMs,
    rounds: row.rounds,
    betCoins,
    winCoins,
    netCoins: winCoins - betCoins,
    returnToPlayer: betCoins === 0 ? 0 : winCoins / betCoins,
    outcomes: row.outcomes,
  };
}
