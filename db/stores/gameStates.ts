import type pg from 'pg';
import { canonicalJson, type JsonValue } from '../../domain/canonicalJson.ts';
import type { GameStateStore, PlayedGames, StoredGame } from '../../domain/games/port.ts';
import { fail, ok } from '../../domain/result.ts';
import { orUnavailable } from '../transact.ts';

const DUE_AT_ONCE = 100;

interface StoredRow {
  game_id: string;
  game: StoredGame['game'];
  variant: string;
  pair_id: string | null;
  nonce: number | null;
  bet_coins: string;
  payout_coins: string;
  inputs: unknown;
  outcome: unknown;
}

/**
 * What games depend on beside their seeds, and the games themselves. `ledger_post` writes them with their money;
 * here they are read, and changed where no money moves. PostgreSQL keeps the names of a document in an order
 * of its own: what is answered is canonical again.
 */
export function gameStore(pool: pg.Pool): GameStateStore & PlayedGames {
  return {
    states: (ownerId, scopes) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<{ scope: string; state: JsonValue }>({
          name: 'game_states',
          text: 'select scope, state from game_state where owner_id = $1 and scope = any ($2)',
          values: [ownerId, scopes],
        });
        return ok(new Map(rows.map(({ scope, state }) => [scope, canonicalJson(state)])));
      }),

    stock: (banner) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<{ item: string; remaining: number }>({
          name: 'gacha_stock',
          text: 'select item, remaining from gacha_stock where banner = $1',
          values: [banner],
        });
        return ok(new Map(rows.map(({ item, remaining }) => [item, remaining])));
      }),

    ensureStock: (banner, items) =>
      orUnavailable(async () => {
        // In the order of their names: two processes that start at once do not wait for each other in a circle.
        const sorted = items.toSorted((a, b) => (a.item < b.item ? -1 : 1));
        await pool.query(
          `insert into gacha_stock (banner, item, remaining)
           select $1, s.item, s.remaining from unnest($2::text[], $3::int[]) as s (item, remaining)
           on conflict do nothing`,
          [banner, sorted.map(({ item }) => item), sorted.map(({ left }) => left)],
        );
        return ok(undefined);
      }),

    change: (ownerId, scope, before, after, dueAtMs) =>
      orUnavailable(async () => {
        const { rowCount } = await pool.query(
          `update game_state set state = $4::jsonb, due_at_ms = $5
            where owner_id = $1 and scope = $2 and state = $3::jsonb`,
          [ownerId, scope, before, after, dueAtMs],
        );
        return rowCount === 1 ? ok(undefined) : fail('outdated');
      }),

    due: (scope, byMs) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<{ owner_id: string; state: JsonValue }>(
          `select owner_id, state from game_state where scope = $1 and due_at_ms <= $2
            order by due_at_ms limit ${DUE_AT_ONCE}`,
          [scope, byMs],
        );
        return ok(rows.map(({ owner_id, state }) => ({ ownerId: owner_id, state: canonicalJson(state) })));
      }),

    stored: (playerId, gameId) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<StoredRow>({
          name: 'stored_game',
          text: `select game_id, game, variant, pair_id, nonce, bet_coins, payout_coins, inputs, outcome
                   from game where game_id = $1 and player_id = $2`,
          values: [gameId, playerId],
        });
        return ok(rows[0] ? toStored(rows[0]) : null);
      }),
  };
}

function toStored(row: StoredRow): StoredGame {
  return {
    gameId: row.game_id,
    game: row.game,
    variant: row.variant,
    pair: row.pair_id === null ? null : { pairId: row.pair_id, nonce: row.nonce! },
    betCoins: Number(row.bet_coins),
    payoutCoins: Number(row.payout_coins),
    inputs: row.inputs,
    outcome: row.outcome,
  };
}
