import type pg from 'pg';
import { canonicalJson, type JsonValue } from '../../domain/canonicalJson.ts';
import type { OddsTableStore } from '../../domain/games/port.ts';
import { orThrow } from '../transact.ts';

export function oddsTableStore(pool: pg.Pool, nowMs: () => number): OddsTableStore {
  return {
    keep: (tables) =>
      orThrow(async () => {
        // In the order of their keys, as for every insert that two processes may make at once.
        const sorted = tables.toSorted((a, b) => (a.oddsHash < b.oddsHash ? -1 : 1));
        await pool.query(
          `insert into odds_table (odds_hash, odds, first_used_at_ms)
           select o.hash, o.odds, $3 from unnest($1::text[], $2::jsonb[]) as o (hash, odds)
           on conflict do nothing`,
          [sorted.map(({ oddsHash }) => oddsHash), sorted.map(({ odds }) => canonicalJson(odds)), nowMs()],
        );
      }),

    byHash: (oddsHash) =>
      orThrow(async () => {
        const { rows } = await pool.query<{ odds: JsonValue }>(
          'select odds from odds_table where odds_hash = $1',
          [oddsHash],
        );
        return rows[0]?.odds ?? null;
      }),
  };
}
