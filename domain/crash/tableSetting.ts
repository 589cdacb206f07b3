import type { Result } from '../result.ts';
import type { TableRules } from './tables.data.ts';

/** What of a table's rules an operator may set otherwise, from the next round on. */
export const LIMIT_NAMES = ['minBetCoins', 'maxBetCoins', 'maxPayoutCoins', 'maxRoundPayoutCoins'] as const;
export type TableLimits = Partial<Pick<TableRules, (typeof LIMIT_NAMES)[number]>>;

/** What operators have set for a table. */
export interface TableSetting {
  table: string;
  /** Null: it is not paused. A paused table finishes its round and opens no other. */
  paused: { reason: string; by: string | null; atMs: number } | null;
  /** Null: as its rules say. */
  limits: TableLimits | null;
}

/** A table that nobody has set anything for. */
export function unset(table: string): TableSetting {
  return { table, paused: null, limits: null };
}

/** The rules that the next round is played by. */
export function rulesInForce(rules: TableRules, setting: Pick<TableSetting, 'limits'>): TableRules {
  return { ...rules, ...setting.limits };
}

export interface TableChange {
  before: TableSetting;
  after: TableSetting;
}

/** Failures are `store_unavailable` only. */
export interface TableSettingStore {
  /** Of this table, as it stands at this moment. */
  read(table: string): Promise<Result<TableSetting>>;
  /** All that were ever set. */
  all(): Promise<Result<TableSetting[]>>;
  /** Pauses it, or resumes it with null. Pausing one that is paused leaves who did it first, and why. */
  pause(table: string, paused: TableSetting['paused']): Promise<Result<TableChange>>;
  /** `decide` sees what is set, with the row locked, and says what is to be; what it refuses is not changed. */
  setLimits(
    table: string,
    decide: (limits: TableLimits | null) => Result<TableLimits | null>,
  ): Promise<Result<TableChange>>;
}
