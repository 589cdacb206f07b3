import { DEFAULT_TABLES, type TableRules } from '../domain/crash/tables.data.ts';

/** A flight may last for minutes, and a run of seconds see no round: by this edge every other one ends as it begins. */
export const SHORT_ROUNDS = { edgePercent: 50, bettingMs: 2_000, pauseMs: 500 } as const;

/** A table where rounds come and go, else as the first of the default ones. */
export function shortTable(table: string): TableRules {
  return { ...DEFAULT_TABLES[0]!, table, ...SHORT_ROUNDS };
}
