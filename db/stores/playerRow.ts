import type { Player } from '../../domain/identity/port.ts';
import type { Currency } from '../../domain/money.ts';

/** What `PLAYER_COLUMNS` selects. */
export interface PlayerRow {
  id: string;
  nickname: string;
  rank: Player['rank'];
  role: Player['role'];
  bot: boolean;
  token_version: number;
  banned_until_ms: string | null;
  age_confirmed: boolean;
  created_at_ms: string;
  accounts: Record<Currency, number>;
}

/** A player `p` with the ids of its accounts. */
export const PLAYER_COLUMNS = `p.id, p.nickname, p.rank, p.role, p.bot, p.token_version, p.banned_until_ms,
  p.age_confirmed, p.created_at_ms,
  (select json_object_agg(a.currency, a.id) from account a where a.player_id = p.id) as accounts`;

export function toPlayer(row: PlayerRow): Player {
  return {
    id: row.id,
    nickname: row.nickname,
    rank: row.rank,
    role: row.role,
    bot: row.bot,
    tokenVersion: row.token_version,
    bannedUntilMs: row.banned_until_ms === null ? null : Number(row.banned_until_ms),
    ageConfirmed: row.age_confirmed,
    createdAtMs: Number(row.created_at_ms),
    accounts: row.accounts,
  };
}
