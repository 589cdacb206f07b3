import type pg from 'pg';
import type { Notice, NoticeStore } from '../../domain/notices/port.ts';
import { orThrow, transact } from '../transact.ts';

const MAX_PENDING = 200;

interface NoticeRow {
  sequence: string;
  kind: string;
  data: Record<string, unknown>;
  created_at_ms: string;
}

function toNotice(row: NoticeRow): Notice {
  return {
    sequence: Number(row.sequence),
    kind: row.kind,
    data: row.data,
    createdAtMs: Number(row.created_at_ms),
  };
}

const COLUMNS = 'sequence, kind, data, created_at_ms';

export function noticeStore(pool: pg.Pool): NoticeStore {
  return {
    // The player's cursor row is locked first: sequences come without gaps, and a repeat finds its first.
    append: (playerId, dedupeKey, kind, data) =>
      orThrow(() =>
        transact(pool, async (client) => {
          await client.query(
            'insert into notice_cursor (player_id) values ($1) on conflict (player_id) do nothing',
            [playerId],
          );
          await client.query('select 1 from notice_cursor where player_id = $1 for update', [playerId]);
          const known = await client.query<NoticeRow>(
            `select ${COLUMNS} from notice where player_id = $1 and dedupe_key = $2`,
            [playerId, dedupeKey],
          );
          if (known.rows[0]) return toNotice(known.rows[0]);
          const { rows } = await client.query<NoticeRow>(
            `with next as (
               update notice_cursor set last_sequence = last_sequence + 1 where player_id = $1
               returning last_sequence
             )
             insert into notice (player_id, sequence, dedupe_key, kind, data, created_at_ms)
             select $1, last_sequence, $2, $3, $4, floor(extract(epoch from clock_timestamp()) * 1000) from next
             returning ${COLUMNS}`,
            [playerId, dedupeKey, kind, JSON.stringify(data)],
          );
          return toNotice(rows[0]!);
        }),
      ),

    pending: (playerId) =>
      orThrow(async () => {
        const { rows } = await pool.query<NoticeRow>(
          `select ${COLUMNS} from notice n
            where player_id = $1
              and sequence > coalesce((select acknowledged from notice_cursor where player_id = $1), 0)
            order by sequence limit $2`,
          [playerId, MAX_PENDING],
        );
        return rows.map(toNotice);
      }),

    acknowledge: (playerId, sequence) =>
      orThrow(async () => {
        await pool.query(
          `update notice_cursor set acknowledged = greatest(acknowledged, least($2, last_sequence))
            where player_id = $1`,
          [playerId, sequence],
        );
      }),
  };
}
