import type pg from 'pg';
import type { PrivacyStore } from '../../domain/identity/privacy.ts';
import { orThrow, transact } from '../transact.ts';
import { eraseLimits } from './limitRows.ts';
import { hasOpenStakes } from './openStakes.ts';
import { toPage } from './page.ts';

interface NoticeRow {
  sequence: string;
  kind: string;
  data: Record<string, unknown>;
  created_at_ms: string;
}

export function privacyStore(pool: pg.Pool): PrivacyStore {
  return {
    notices: (playerId, limit, cursor) =>
      orThrow(async () => {
        const { rows } = await pool.query<NoticeRow>(
          `select sequence, kind, data, created_at_ms from notice
            where player_id = $1 and sequence > $2 order by sequence limit $3`,
          [playerId, cursor ?? '0', limit + 1],
        );
        return toPage(
          rows,
          limit,
          ({ sequence }) => sequence,
          (row) => ({
            sequence: Number(row.sequence),
            kind: row.kind,
            data: row.data,
            createdAtMs: Number(row.created_at_ms),
          }),
        );
      }),

    erase: (playerId, nickname) =>
      orThrow(() =>
        transact(pool, async (client) => {
          const { rows } = await client.query<{ role: string }>(
            'select role from player where id = $1 for update',
            [playerId],
          );
          if (rows[0]?.role !== 'player') return { outcome: 'staff' };
          if (await hasOpenStakes(client, playerId)) return { outcome: 'unfinished' };
          await client.query(
            `update player set nickname = $2, skeleton = null, password_hash = null, ban_reason = null,
               token_version = token_version + 1 where id = $1`,
            [playerId, nickname],
          );
          const logins = await client.query<{ id: string }>(
            'delete from login where player_id = $1 returning id',
            [playerId],
          );
          await client.query('delete from notice where player_id = $1', [playerId]);
          await client.query('delete from notice_cursor where player_id = $1', [playerId]);
          await client.query('delete from strategy where player_id = $1 and not public', [playerId]);
          await eraseLimits(client, playerId);
          return { outcome: 'erased', loginIds: logins.rows.map(({ id }) => id) };
        }),
      ),
  };
}
