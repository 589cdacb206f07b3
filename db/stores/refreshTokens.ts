import type pg from 'pg';
import type { IdentityStore, RefreshToken } from '../../domain/identity/port.ts';
import { transact } from '../transact.ts';

type Next = Parameters<IdentityStore['rotateRefreshToken']>[1];

export async function saveRefreshToken(pool: pg.Pool, token: RefreshToken): Promise<void> {
  await pool.query(
    `insert into refresh_token (token_hash, family_id, player_id, expires_at_ms) values ($1, $2, $3, $4)`,
    [token.tokenHash, token.familyId, token.playerId, token.expiresAtMs],
  );
}

interface Row {
  family_id: string;
  player_id: string;
  spent: boolean;
  expired: boolean;
}

/**
 * Spends the token for `next`; answers the player's id, or null when it may not be used. One that was spent
 * before has leaked, to whoever came first or second: its family is revoked, and that must commit.
 */
export function spendRefreshToken(pool: pg.Pool, tokenHash: string, next: Next): Promise<string | null> {
  return transact(pool, async (client) => {
    const { rows } = await client.query<Row>(
      `select family_id, player_id, spent,
              expires_at_ms <= extract(epoch from clock_timestamp()) * 1000 as expired
         from refresh_token where token_hash = $1 for update`,
      [tokenHash],
    );
    const token = rows[0];
    if (!token) return null;
    if (token.spent) {
      await client.query('delete from refresh_token where family_id = $1', [token.family_id]);
      return null;
    }
    if (token.expired) return null;
    await client.query('update refresh_token set spent = true where token_hash = $1', [tokenHash]);
    await client.query(
      `insert into refresh_token (token_hash, family_id, player_id, expires_at_ms) values ($1, $2, $3, $4)`,
      [next.tokenHash, token.family_id, token.player_id, next.expiresAtMs],
    );
    return token.player_id;
  });
}
