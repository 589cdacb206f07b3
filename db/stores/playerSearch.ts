import type pg from 'pg';
import type { PlayerFilter, PlayerItem } from '../../domain/identity/administration.ts';
import type { Page } from '../../domain/page.ts';
import { toPage } from './page.ts';

export const ITEM_COLUMNS = 'id, nickname, rank, role, bot, created_at_ms, banned_until_ms, ban_reason';

export interface ItemRow {
  id: string;
  nickname: string;
  rank: PlayerItem['rank'];
  role: PlayerItem['role'];
  bot: boolean;
  created_at_ms: string;
  banned_until_ms: string | null;
  ban_reason: string | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** In the byte order of lower-case nicknames, which is that of the index, and which no two players share. */
const SELECT_BY_NICKNAME = `
  select ${ITEM_COLUMNS}, lower(nickname) as sort_key from player
   where ($1 = '' or lower(nickname) like lower($1) || '%')
     and ($2::text is null or lower(nickname) ~>~ $2)
     and ($3::text is null or role = $3)
     and ($4::bigint is null or banned_until_ms is not null and banned_until_ms > $4)
     and ($5::bigint is null or banned_until_ms is null or banned_until_ms <= $5)
     and ($6::uuid is null or id = $6)
   order by lower(nickname) using ~<~ limit $7`;

export async function findPlayers(
  pool: pg.Pool,
  { search = '', role, banned }: PlayerFilter,
  nowMs: number,
  limit: number,
  cursor: string | null,
): Promise<Page<PlayerItem>> {
  const isId = UUID.test(search);
  const { rows } = await pool.query<ItemRow & { sort_key: string }>(SELECT_BY_NICKNAME, [
    isId ? '' : search.replaceAll(/[\\%_]/g, '\\$&'),
    cursor === null ? null : Buffer.from(cursor, 'base64url').toString('utf8').replaceAll('\0', ''),
    role ?? null,
    banned === true ? nowMs : null,
    banned === false ? nowMs : null,
    isId ? search : null,
    limit + 1,
  ]);
  return toPage(
    rows,
    limit,
    (row) => Buffer.from(row.sort_key).toString('base64url'),
    (row) => toItem(row, nowMs),
  );
}

/** A ban that is over is none. */
export function toItem(row: ItemRow, nowMs: number): PlayerItem {
  const untilMs = row.banned_until_ms === null ? 0 : Number(row.banned_until_ms);
  const isBanned = untilMs > nowMs;
  return {
    id: row.id,
    nickname: row.nickname,
    rank: row.rank,
    role: row.role,
    bot: row.bot,
    createdAtMs: Number(row.created_at_ms),
    bannedUntilMs: isBanned ? untilMs : null,
    banReason: isBanned ? row.ban_reason : null,
  };
}
