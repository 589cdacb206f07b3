import type pg from 'pg';
import {
  type CredentialStore,
  LOGIN_LOCK_MS,
  MOST_LOGIN_FAILURES,
} from '../../domain/identity/credentials.ts';
import { orThrow } from '../transact.ts';
import { NOW_MS } from './nowMs.ts';
import { PLAYER_COLUMNS, type PlayerRow, toPlayer } from './playerRow.ts';
import { CHANGED_NOW_MS } from './standingChanged.ts';

/**
 * The first attempt of a pair, or the first after the pause, is number 1. A refused attempt moves nothing: the lock
 * ends when it was said to.
 */
const COUNT_LOGIN = `
  insert into login_attempt as known (pair, attempts, last_at_ms) values ($1, 1, ${NOW_MS})
  on conflict (pair) do update set
    attempts = case when known.last_at_ms <= ${NOW_MS} - $3::bigint then 1 else least(known.attempts, $2::int) + 1 end,
    last_at_ms = case
      when known.last_at_ms <= ${NOW_MS} - $3::bigint or known.attempts < $2::int then ${NOW_MS} else known.last_at_ms end
  returning attempts, last_at_ms + $3::bigint - ${NOW_MS} as locked_for_ms`;

export function credentialStore(pool: pg.Pool): CredentialStore {
  return {
    credentials: (nickname) =>
      orThrow(async () => {
        const { rows } = await pool.query<PlayerRow & { password_hash: string | null }>(
          `select ${PLAYER_COLUMNS}, p.password_hash from player p where lower(p.nickname) = lower($1)`,
          [nickname],
        );
        const row = rows[0];
        return row ? { player: toPlayer(row), passwordHash: row.password_hash } : null;
      }),

    countLogin: (pair) =>
      orThrow(async () => {
        const { rows } = await pool.query<{ attempts: number; locked_for_ms: string }>(COUNT_LOGIN, [
          pair,
          MOST_LOGIN_FAILURES,
          LOGIN_LOCK_MS,
        ]);
        const { attempts, locked_for_ms } = rows[0]!;
        return attempts <= MOST_LOGIN_FAILURES ? 0 : Math.max(1, Number(locked_for_ms));
      }),

    uncountLogin: (pair) =>
      orThrow(async () => {
        await pool.query(
          'update login_attempt set attempts = attempts - 1 where pair = $1 and attempts > 0',
          [pair],
        );
      }),

    forgetLogins: (pair) =>
      orThrow(async () => void (await pool.query('delete from login_attempt where pair = $1', [pair]))),

    purgeLogins: () =>
      orThrow(async () => {
        const { rowCount } = await pool.query(
          `delete from login_attempt where last_at_ms <= ${NOW_MS} - $1::bigint`,
          [LOGIN_LOCK_MS],
        );
        return rowCount ?? 0;
      }),

    makeAdmin: (playerId, passwordHash) =>
      orThrow(async () => {
        // One statement: nobody who held the account before is an admin by a token of theirs.
        await pool.query(
          `with ended as (delete from login where player_id = $1)
           update player set role = 'admin', password_hash = $2, token_version = token_version + 1,
                             standing_changed_at_ms = ${CHANGED_NOW_MS}
            where id = $1`,
          [playerId, passwordHash],
        );
      }),
  };
}
