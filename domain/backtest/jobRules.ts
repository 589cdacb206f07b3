import type { MarketCondition } from './strategies.ts';

export const MOST_WAITING_JOBS = 5;
/** How often a job is started before it counts as failed. */
export const MOST_ATTEMPTS = 3;
export const MOST_STORED_TRADES = 20_000;
export const MOST_STORED_POINTS = 2_000;

export const CREDITS_UP_TO_A_YEAR = 3;
export const CREDITS_BEYOND_A_YEAR = 10;

const DAY_MS = 86_400_000;
/** A leap year still is one year. */
const YEAR_DAYS = 366;

/** What a backtest over these bars costs. */
export function chargeOf(fromMs: number, toMs: number): number {
  return toMs - fromMs <= YEAR_DAYS * DAY_MS ? CREDITS_UP_TO_A_YEAR : CREDITS_BEYOND_A_YEAR;
}

/** How long a job of the next lower rank must have waited longer to come first. */
export const RANK_HEAD_START_MS = 30_000;

/**
 * Where a job stands in the queue: lower is sooner. A rank is a head start of 30 s, so priority grows with waiting,
 * and no job is overtaken by those that come more than a minute after it, of whatever rank.
 */
export function queueOrder(createdAtMs: number, priority: number): number {
  return createdAtMs - priority * RANK_HEAD_START_MS;
}

const FIRST_RETRY_AFTER_MS = 1_000;

/** How long to wait after the n-th attempt (from 1) failed: 1 s, 2 s, 4 s ... */
export function retryAfterMs(attempt: number): number {
  return FIRST_RETRY_AFTER_MS * 2 ** (attempt - 1);
}

/** Buy-and-hold return per year from which a market counts as bull, and as bear below its negative. */
export const BULL_FROM = 0.1;
const YEAR_OF_RETURNS_DAYS = 365.25;

/** @param buyAndHoldReturn over the whole time, as a fraction */
export function marketCondition(buyAndHoldReturn: number, days: number): MarketCondition {
  const perYear = (1 + buyAndHoldReturn) ** (YEAR_OF_RETURNS_DAYS / Math.max(days, 1)) - 1;
  if (perYear >= BULL_FROM) return 'bull';
  return perYear <= -BULL_FROM ? 'bear' : 'sideways';
}
