import type pg from 'pg';
import type { Audience, Broadcast, BroadcastLevel } from '../../domain/broadcast/broadcast.ts';
import type { BroadcastStore } from '../../domain/broadcast/port.ts';
import { fail, ok } from '../../domain/result.ts';
import { orThrow, orUnavailable, transact } from '../transact.ts';
import { below, toPage } from './page.ts';

interface BroadcastRow {
  id: string;
  broadcast_id: string;
  fingerprint: string;
  text: string;
  level: BroadcastLevel;
  audience: Audience;
  starts_at_ms: string;
  expires_at_ms: string;
  created_by: string;
  created_at_ms: string;
  cancelled_at_ms: string | null;
}

function toBroadcast(row: BroadcastRow): Broadcast {
  return {
    id: row.broadcast_id,
    text: row.text,
    level: row.level,
    audience: row.audience,
    startsAtMs: Number(row.starts_at_ms),
    expiresAtMs: Number(row.expires_at_ms),
    createdBy: row.created_by,
    createdAtMs: Number(row.created_at_ms),
    cancelledAtMs: row.cancelled_at_ms === null ? null : Number(row.cancelled_at_ms),
  };
}

export function broadcastStore(pool: pg.Pool): BroadcastStore {
  return {
    add: (broadcast, fingerprint) =>
      orUnavailable(async () => {
        const { rowCount } = await pool.query(
          `insert into broadcast (broadcast_id, fingerprint, text, level, audience, starts_at_ms, expires_at_ms,
                                  created_by, created_at_ms)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (broadcast_id) do nothing`,
          [
            broadcast.id,
            fingerprint,
            broadcast.text,
            broadcast.level,
            JSON.stringify(broadcast.audience),
            broadcast.startsAtMs,
            broadcast.expiresAtMs,
            broadcast.createdBy,
            broadcast.createdAtMs,
          ],
        );
        const { rows } = await pool.query<BroadcastRow>('select * from broadcast where broadcast_id = $1', [
          broadcast.id,
        ]);
        const kept = rows[0]!;
        if (BigInt(kept.fingerprint) !== fingerprint) return fail('key_conflict');
        return ok({ broadcast: toBroadcast(kept), repeated: rowCount === 0 });
      }),

    kept: (id) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<BroadcastRow>('select * from broadcast where broadcast_id = $1', [
          id,
        ]);
        const row = rows[0];
        return ok(row ? { broadcast: toBroadcast(row), fingerprint: BigInt(row.fingerprint) } : null);
      }),

    cancel: (id, nowMs) =>
      orUnavailable(() =>
        transact(pool, async (client) => {
          const found = await client.query<BroadcastRow>(
            'select * from broadcast where broadcast_id = $1 for update',
            [id],
          );
          const row = found.rows[0];
          if (!row) return ok(null);
          const before = toBroadcast(row);
          if (before.cancelledAtMs !== null) return ok({ before, after: before });
          await client.query('update broadcast set cancelled_at_ms = $2 where broadcast_id = $1', [
            id,
            nowMs,
          ]);
          return ok({ before, after: { ...before, cancelledAtMs: nowMs } });
        }),
      ),

    pending: (nowMs) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<BroadcastRow>(
          `select * from broadcast where cancelled_at_ms is null and expires_at_ms > $1
            order by starts_at_ms, id`,
          [nowMs],
        );
        return ok(rows.map(toBroadcast));
      }),

    list: (limit, cursor) =>
      orThrow(async () => {
        const { rows } = await pool.query<BroadcastRow>(
          'select * from broadcast where id < $1 order by id desc limit $2',
          [below(cursor), limit + 1],
        );
        return toPage(rows, limit, (row) => row.id, toBroadcast);
      }),
  };
}
