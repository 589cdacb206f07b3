/** The rules of one crash table, as published by `GET /api/tables`. Times in ms, amounts in coins. */
export interface TableRules {
  table: string;
  /** House edge in percent, an integer: the bust formula's 99 is `100 - edgePercent`. */
  edgePercent: number;
  minBetCoins: number;
  maxBetCoins: number;
  maxPayoutCoins: number;
  maxRoundPayoutCoins: number;
  bettingMs: number;
  pauseMs: number;
}

export const DEFAULT_TABLES: readonly TableRules[] = [
  {
    table: 'main',
    edgePercent: 1,
    minBetCoins: 100,
    maxBetCoins: 100_000,
    maxPayoutCoins: 5_000_000,
    maxRoundPayoutCoins: 20_000_000,
    bettingMs: 6_000,
    pauseMs: 3_000,
  },
  {
    table: 'turbo',
    edgePercent: 1,
    minBetCoins: 100,
    maxBetCoins: 100_000,
    maxPayoutCoins: 5_000_000,
    maxRoundPayoutCoins: 20_000_000,
    bettingMs: 3_000,
    pauseMs: 1_000,
  },
  {
    table: 'high',
    edgePercent: 1,
    minBetCoins: 10_000,
    maxBetCoins: 1_000_000,
    maxPayoutCoins: 50_000_000,
    maxRoundPayoutCoins: 200_000_000,
    bettingMs: 10_000,
    pauseMs: 4_000,
  },
];
