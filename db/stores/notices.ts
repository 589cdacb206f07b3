import type pg from 'pg';
import type { Notice, NoticeEntry, NoticeStore } from '../../domain/notices/port.ts';
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

/** Cursor rows are locked in the order of their ids, so that two appends never wait for each other crosswise. */
const LOCK_CURSORS = `
  select 1 from notice_cursor where player_id = any ($1::uuid[]) order by player_id for update`;

/** Entries that are new get their player's next numbers, in the order given; a key twice counts once. */
const APPEND = `
  with entry as (
    select distinct on (e.player_id, e.dedupe_key) e.*
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[]) with ordinality
             as e (player_id, dedupe_key, kind, data, place)
     where not exists (select 1 from notice n
                        where n.player_id = e.player_id and n.dedupe_key = e.dedupe_key)
     order by e.player_id, e.dedupe_key, e.place
  ), numbered as (
    select entry.*, row_number() over (partition by player_id order by place) as number from entry
  ), inserted as (
    insert into notice (player_id, sequence, dedupe_key, kind, data, created_at_ms)
    select n.player_id, c.last_sequence + n.number, n.dedupe_key, n.kind, n.data,
           floor(extract(epoch from clock_timestamp()) * 1000)
      from numbered n join notice_cursor c on c.player_id = n.player_id
    returning player_id
  )
  update notice_cursor c set last_sequence = c.last_sequence + i.count
    from (select player_id, count(*) as count from inserted group by player_id) i
   where c.player_id = i.player_id`;

const APPENDED = `
  select n.player_id, n.sequence, n.kind, n.data, n.created_at_ms
    from unnest($1::uuid[], $2::uuid[]) with ordinality as e (player_id, dedupe_key, place)
    join notice n on n.player_id = e.player_id and n.dedupe_key = e.dedupe_key
   order by e.place`;

/** Within the caller's transaction: notices come with what they tell of, or not at all. */
export async function appendWithin(
  client: pg.ClientBase,
  entries: readonly NoticeEntry[],
): Promise<(Notice & { playerId: string })[]> {
  if (entries.length === 0) return [];
  const playerIds = entries.map((entry) => entry.playerId);
  const keys = entries.map((entry) => entry.dedupeKey);
  const kinds = entries.map((entry) => entry.kind);
  const data = entries.map((entry) => JSON.stringify(entry.data));
  await client.query(
    `insert into notice_cursor (player_id) select distinct p from unnest($1::uuid[]) p order by p
     on conflict (player_id) do nothing`,
    [playerIds],
  );
  await client.query(LOCK_CURSORS, [playerIds]);
  await client.query(APPEND, [playerIds, keys, kinds, data]);
  const { rows } = await client.query<NoticeRow & { player_id: string }>(APPENDED, [playerIds, keys]);
  return rows.map((row) => ({ playerId: row.player_id, ...toNotice(row) }));
}

export function noticeStore(pool: pg.Pool): NoticeStore {
  return {
    appendAll: (entries) =>
      orThrow(async () =>
        entries.length === 0 ? [] : transact(pool, (client) => appendWithin(client, entries)),
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
