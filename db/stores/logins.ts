import type pg from 'pg';
import { type Login, type LoginStore, REFRESH_GRACE_MS } from '../../domain/identity/logins.ts';
import { orThrow, transact } from '../transact.ts';
import { NOW_MS } from './nowMs.ts';
import { PLAYER_COLUMNS, type PlayerRow, toPlayer } from './playerRow.ts';
import { hashOf, nextInChain } from './refreshChain.ts';

type StandingRow = PlayerRow & { login_ids: string[] };

const STANDING = {
  name: 'standing',
  text: `select ${PLAYER_COLUMNS},
                array(select l.id::text from login l where l.player_id = p.id and l.expires_at_ms > ${NOW_MS}) as login_ids
           from player p where p.id = $1`,
};

interface LoginRow {
  id: string;
  user_agent: string;
  created_at_ms: string;
  last_used_at_ms: string;
  expires_at_ms: string;
}

const toLogin = (row: LoginRow): Login => ({
  loginId: row.id,
  userAgent: row.user_agent,
  createdAtMs: Number(row.created_at_ms),
  lastUsedAtMs: Number(row.last_used_at_ms),
  expiresAtMs: Number(row.expires_at_ms),
});

const INSERT_TOKEN = 'insert into refresh_token (token_hash, login_id, expires_at_ms) values ($1, $2, $3)';

export function loginStore(pool: pg.Pool): LoginStore {
  async function standing(client: pg.Pool | pg.PoolClient, playerId: string) {
    const { rows } = await client.query<StandingRow>({ ...STANDING, values: [playerId] });
    return rows[0] ? { player: toPlayer(rows[0]), loginIds: rows[0].login_ids } : null;
  }

  return {
    standing: (playerId) => orThrow(() => standing(pool, playerId)),

    open: ({ loginId, playerId, refreshToken, userAgent, expiresAtMs }, most) =>
      orThrow(() =>
        transact(pool, async (client) => {
          // Two at once must not both count the others.
          await client.query('select 1 from player where id = $1 for no key update', [playerId]);
          await client.query(
            `insert into login (id, player_id, user_agent, created_at_ms, last_used_at_ms, expires_at_ms)
             values ($1, $2, $3, ${NOW_MS}, ${NOW_MS}, $4)`,
            [loginId, playerId, userAgent, expiresAtMs],
          );
          await client.query(INSERT_TOKEN, [hashOf(refreshToken), loginId, expiresAtMs]);
          const { rows } = await client.query<{ id: string }>(
            `delete from login where id in (
               select id from login where player_id = $1 and id <> $2 order by created_at_ms desc, id offset $3)
             returning id`,
            [playerId, loginId, most - 1],
          );
          return rows.map(({ id }) => id);
        }),
      ),

    renew: (loginId, refreshToken, expiresAtMs) =>
      orThrow(() =>
        transact(pool, async (client) => {
          await client.query('select 1 from login where id = $1 for update', [loginId]);
          await client.query('delete from refresh_token where login_id = $1', [loginId]);
          await client.query(INSERT_TOKEN, [hashOf(refreshToken), loginId, expiresAtMs]);
          await client.query(
            `update login set last_used_at_ms = ${NOW_MS}, expires_at_ms = $2 where id = $1`,
            [loginId, expiresAtMs],
          );
        }),
      ),

    refresh: (refreshToken, next) =>
      orThrow(() =>
        transact(pool, async (client) => {
          const { rows } = await client.query<{ id: string; player_id: string }>(
            `select id, player_id from login
              where id = (select login_id from refresh_token where token_hash = $1) for update`,
            [hashOf(refreshToken)],
          );
          const login = rows[0];
          if (!login) return { outcome: 'refused' };
          const known = await standing(client, login.player_id);
          if (known === null) return { outcome: 'refused' };
          if ((known.player.bannedUntilMs ?? 0) > next.nowMs)
            return { outcome: 'banned', player: known.player };
          const chain = await nextInChain(client, login.id, refreshToken, next);
          if (chain === 'refused') return { outcome: 'refused' };
          if (chain === 'reused') {
            await client.query('delete from login where id = $1', [login.id]);
            return { outcome: 'reused', playerId: login.player_id, loginId: login.id };
          }
          await client.query(
            `update login set last_used_at_ms = ${NOW_MS}, user_agent = $2, expires_at_ms = $3 where id = $1`,
            [login.id, next.userAgent, next.expiresAtMs],
          );
          return { outcome: 'continued', player: known.player, loginId: login.id, refreshToken: chain.token };
        }),
      ),

    list: (playerId) =>
      orThrow(async () => {
        const { rows } = await pool.query<LoginRow>(
          `select id, user_agent, created_at_ms, last_used_at_ms, expires_at_ms from login
            where player_id = $1 and expires_at_ms > ${NOW_MS} order by last_used_at_ms desc, id`,
          [playerId],
        );
        return rows.map(toLogin);
      }),

    end: (playerId, loginId) =>
      orThrow(async () => {
        const { rowCount } = await pool.query('delete from login where id = $1 and player_id = $2', [
          loginId,
          playerId,
        ]);
        return rowCount === 1;
      }),

    endAll: (playerId) =>
      orThrow(async () => {
        const { rows } = await pool.query<{ id: string }>(
          `with outdated as (update player set token_version = token_version + 1 where id = $1)
           delete from login where player_id = $1 returning id`,
          [playerId],
        );
        return rows.map(({ id }) => id);
      }),

    stillOpen: (loginIds) =>
      orThrow(async () => {
        const { rows } = await pool.query<{ id: string }>('select id from login where id = any($1::uuid[])', [
          loginIds,
        ]);
        return new Set(rows.map(({ id }) => id));
      }),

    purge: () =>
      orThrow(async () => {
        await pool.query(`delete from refresh_token where expires_at_ms <= ${NOW_MS}`);
        await pool.query(
          `update refresh_token set successor_salt = null
            where successor_salt is not null and spent_at_ms < ${NOW_MS} - $1::bigint`,
          [REFRESH_GRACE_MS],
        );
        const { rowCount } = await pool.query(`delete from login where expires_at_ms <= ${NOW_MS}`);
        return rowCount ?? 0;
      }),
  };
}
