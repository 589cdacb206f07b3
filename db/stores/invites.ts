import type pg from 'pg';
import type { Invite, InviteState, InviteStore } from '../../domain/identity/invites.ts';
import { orThrow } from '../transact.ts';
import { NOW_MS } from './nowMs.ts';

interface Row {
  code: string;
  created_by: string;
  created_at_ms: string;
  expires_at_ms: string | null;
  max_uses: number | null;
  uses: number;
}

const toInvite = (row: Row): Invite => ({
  code: row.code,
  createdBy: row.created_by,
  createdAtMs: Number(row.created_at_ms),
  expiresAtMs: row.expires_at_ms === null ? null : Number(row.expires_at_ms),
  maxUses: row.max_uses,
  uses: row.uses,
});

const STATE = `
  select case when expires_at_ms <= ${NOW_MS} then 'expired' when uses >= max_uses then 'used_up' else 'valid' end as state
    from invite where code = $1`;

/** What stands of a code; within a transaction that will use it, with its row locked. */
export async function inviteState(
  client: pg.Pool | pg.PoolClient,
  code: string,
  lock = false,
): Promise<InviteState> {
  const { rows } = await client.query<{ state: InviteState }>(lock ? `${STATE} for update` : STATE, [code]);
  return rows[0]?.state ?? 'unknown';
}

export function inviteStore(pool: pg.Pool): InviteStore {
  return {
    state: (code) => orThrow(() => inviteState(pool, code)),

    create: ({ code, createdBy, expiresAtMs, maxUses }) =>
      orThrow(async () => {
        const { rows } = await pool.query<Row>(
          `insert into invite (code, created_by, created_at_ms, expires_at_ms, max_uses)
           values ($1, $2, ${NOW_MS}, $3, $4) on conflict (code) do nothing returning *`,
          [code, createdBy, expiresAtMs, maxUses],
        );
        return rows[0] ? toInvite(rows[0]) : null;
      }),

    list: (limit, cursor) =>
      orThrow(async () => {
        const seen = Number(cursor ?? 0);
        const { rows } = await pool.query<Row>(
          'select * from invite order by created_at_ms desc, code limit $1 offset $2',
          [limit + 1, seen],
        );
        return {
          items: rows.slice(0, limit).map(toInvite),
          next: rows.length > limit ? String(seen + limit) : null,
        };
      }),
  };
}
