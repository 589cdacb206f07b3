import type pg from 'pg';
import type {
  OpenSession,
  PlayerAdministration,
  PlayerItem,
  PlayerStanding,
  Recipient,
} from '../../domain/identity/administration.ts';
import type { Player } from '../../domain/identity/port.ts';
import { standingRefusal } from '../../domain/identity/standingRules.ts';
import { fail, ok } from '../../domain/result.ts';
import { orThrow, orUnavailable, transact } from '../transact.ts';
import { hasOpenStakes } from './openStakes.ts';
import { findPlayers, ITEM_COLUMNS, type ItemRow, toItem } from './playerSearch.ts';
import { CHANGED_NOW_MS } from './standingChanged.ts';

/** Changes of bans and roles wait for each other: of two admins who demote each other one stays. */
const STANDING_LOCK = 7_301_990_619;

interface StandingRow {
  id: string;
  rank: Player['rank'];
  role: Player['role'];
  banned_until_ms: string | null;
  standing_changed_at_ms: string;
}

const STANDING_COLUMNS = 'id, rank, role, banned_until_ms, standing_changed_at_ms';

export function playerAdministration(pool: pg.Pool): PlayerAdministration {
  return {
    find: (filter, nowMs, limit, cursor) => orThrow(() => findPlayers(pool, filter, nowMs, limit, cursor)),
    item: (playerId, nowMs) => orThrow(() => readItem(pool, playerId, nowMs)),

    openSessions: (playerId) =>
      orThrow(async () => {
        const { rows } = await pool.query<{
          session_id: string;
          game: OpenSession['game'];
          variant: string;
          started_at_ms: string;
        }>(
          `select session_id, game, variant, started_at_ms from game_session
            where player_id = $1 and ended_at_ms is null order by started_at_ms`,
          [playerId],
        );
        return rows.map(({ session_id, game, variant, started_at_ms }) => ({
          ...{ sessionId: session_id, game, variant, startedAtMs: Number(started_at_ms) },
        }));
      }),

    hasOpenStakes: (playerId) => orThrow(() => hasOpenStakes(pool, playerId)),

    change: (actorId, playerId, order, nowMs) =>
      orUnavailable(() =>
        transact(pool, async (client) => {
          await client.query('select pg_advisory_xact_lock($1)', [STANDING_LOCK]);
          const before = await readItem(client, playerId, nowMs);
          if (before === null) return fail('not_found');
          const actor = await readItem(client, actorId, nowMs);
          const others = await otherAdmins(client, playerId, nowMs);
          const error = standingRefusal(order, actor, before, others, nowMs);
          if (error !== null) return { ok: false as const, error };
          await client.query(
            `update player set role = $2, banned_until_ms = $3, ban_reason = $4,
                               standing_changed_at_ms = ${CHANGED_NOW_MS}
              where id = $1`,
            [
              playerId,
              order.type === 'role' ? order.role : before.role,
              order.type === 'ban' ? order.untilMs : order.type === 'unban' ? null : before.bannedUntilMs,
              order.type === 'ban' ? order.reason : order.type === 'unban' ? null : before.banReason,
            ],
          );
          return ok({ before, after: (await readItem(client, playerId, nowMs))! });
        }),
      ),

    recipients: (ids, nicknames) =>
      orThrow(async () => {
        const { rows } = await pool.query<Omit<Recipient, 'askedFor'> & { asked_for: string }>(
          `select n.asked_for, p.id, p.nickname, p.bot,
                  (select json_object_agg(a.currency, a.id) from account a where a.player_id = p.id) as accounts
             from (select u.asked_for, p.id from unnest($1::text[]) as u (asked_for)
                     join player p on p.id = u.asked_for::uuid
                   union
                   select u.asked_for, p.id from unnest($2::text[]) as u (asked_for)
                     join player p on lower(p.nickname) = lower(u.asked_for)) n
             join player p on p.id = n.id`,
          [ids, nicknames.map((name) => name.replaceAll('\0', ''))],
        );
        return rows.map(({ asked_for, ...player }) => ({ ...player, askedFor: asked_for }));
      }),

    standing: (playerId) =>
      orThrow(async () => {
        const { rows } = await pool.query<StandingRow>(
          `select ${STANDING_COLUMNS} from player where id = $1`,
          [playerId],
        );
        return rows[0] ? toStanding(rows[0]) : null;
      }),

    standings: (changedSinceMs, nowMs) =>
      orThrow(async () => {
        const { rows } = await pool.query<StandingRow>(
          `select ${STANDING_COLUMNS} from player where banned_until_ms > $2
           union
           select ${STANDING_COLUMNS} from player
            where standing_changed_at_ms > 0 and standing_changed_at_ms >= $1`,
          [changedSinceMs, nowMs],
        );
        return rows.map(toStanding);
      }),
  };
}

async function readItem(
  client: Pick<pg.Pool, 'query'>,
  playerId: string,
  nowMs: number,
): Promise<PlayerItem | null> {
  const { rows } = await client.query<ItemRow>(`select ${ITEM_COLUMNS} from player where id = $1`, [
    playerId,
  ]);
  return rows[0] ? toItem(rows[0], nowMs) : null;
}

async function otherAdmins(client: pg.PoolClient, playerId: string, nowMs: number): Promise<number> {
  const { rows } = await client.query<{ admins: number }>(
    `select count(*)::int as admins from player
      where role = 'admin' and id <> $1 and (banned_until_ms is null or banned_until_ms <= $2)`,
    [playerId, nowMs],
  );
  return rows[0]!.admins;
}

function toStanding(row: StandingRow): PlayerStanding {
  return {
    id: row.id,
    rank: row.rank,
    role: row.role,
    bannedUntilMs: row.banned_until_ms === null ? null : Number(row.banned_until_ms),
    changedAtMs: Number(row.standing_changed_at_ms),
  };
}
