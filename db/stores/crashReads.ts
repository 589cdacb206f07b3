import type pg from 'pg';
import type { CrashReads } from '../../domain/crash/records.ts';
import { orThrow } from '../transact.ts';
import { readRecord, readRounds } from './roundRecords.ts';

/** Public records of rounds. */
export function crashReads(pool: pg.Pool): CrashReads {
  return {
    rounds: (table, limit, cursor) => orThrow(() => readRounds(pool, table, limit, cursor)),
    round: (table, game) => orThrow(() => readRecord(pool, table, game)),

    latestGame: (table) =>
      orThrow(async () => {
        const { rows } = await pool.query<{ game: string }>(
          `select game from crash_round where crash_table = $1 and phase = 'settled' order by game desc limit 1`,
          [table],
        );
        return Number(rows[0]?.game ?? 0);
      }),

    blemishes: (table) =>
      orThrow(async () => {
        const { rows } = await pool.query<{ gaps: number; voids: number }>(
          `select count(*) filter (where gaps <> '[]')::int as gaps, count(void_reason)::int as voids
             from crash_round where crash_table = $1 and (gaps <> '[]' or void_reason is not null)`,
          [table],
        );
        return rows[0]!;
      }),
  };
}
