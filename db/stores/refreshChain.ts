import { createHash, createHmac } from 'node:crypto';
import type pg from 'pg';
import { type LoginStore, REFRESH_GRACE_MS } from '../../domain/identity/logins.ts';
import { NOW_MS } from './nowMs.ts';

type Next = Parameters<LoginStore['refresh']>[1];

/** Refresh tokens are 256 random bits: a plain hash is enough, and what is stored opens nothing. */
export function hashOf(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('hex');
}

/**
 * Made of the token and a salt in the database: who asks once more with the same token gets the same successor, and
 * neither the token nor the database alone tells it.
 */
function successorOf(refreshToken: string, salt: Uint8Array): string {
  return createHmac('sha256', refreshToken).update(salt).digest('base64url');
}

interface Row {
  spent_for_ms: string | null;
  successor_salt: Buffer | null;
  expired: boolean;
}

/**
 * The token that follows this one: a new one, or within the grace the last of those that followed it already.
 * The log-in's row is locked.
 */
export async function nextInChain(
  client: pg.PoolClient,
  loginId: string,
  refreshToken: string,
  next: Next,
): Promise<{ token: string } | 'refused' | 'reused'> {
  for (let current = refreshToken; ; ) {
    const { rows } = await client.query<Row>(
      `select ${NOW_MS} - spent_at_ms as spent_for_ms, successor_salt, expires_at_ms <= ${NOW_MS} as expired
         from refresh_token where token_hash = $1 and login_id = $2`,
      [hashOf(current), loginId],
    );
    const row = rows[0];
    if (!row) return 'refused';
    if (row.spent_for_ms !== null) {
      if (Number(row.spent_for_ms) > REFRESH_GRACE_MS || row.successor_salt === null) return 'reused';
      current = successorOf(current, row.successor_salt);
      continue;
    }
    if (row.expired) return 'refused';
    return { token: current === refreshToken ? await spend(client, loginId, current, next) : current };
  }
}

async function spend(client: pg.PoolClient, loginId: string, token: string, next: Next): Promise<string> {
  const successor = successorOf(token, next.salt);
  await client.query(
    `update refresh_token set
       spent_at_ms = case when token_hash = $2 then ${NOW_MS} else spent_at_ms end,
       successor_salt = case when token_hash = $2 then $3::bytea end
     where login_id = $1 and (token_hash = $2 or spent_at_ms < ${NOW_MS} - $4::bigint and successor_salt is not null)`,
    [loginId, hashOf(token), next.salt, REFRESH_GRACE_MS],
  );
  await client.query('insert into refresh_token (token_hash, login_id, expires_at_ms) values ($1, $2, $3)', [
    hashOf(successor),
    loginId,
    next.expiresAtMs,
  ]);
  return successor;
}
