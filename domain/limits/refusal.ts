import { type Failure, failure } from '../protocol/errors.ts';
import type { Bars } from './bars.ts';
import { LIMIT_KINDS, type LimitKind } from './limits.ts';
import { PERIODS, type Period, resetsAtMs } from './periods.ts';

/** A limit that holds, and what was used of it in the period that runs. */
export interface LimitInForce {
  kind: LimitKind;
  period: Period;
  value: number;
  /** Below zero when more was won than staked. */
  used: number;
}

/** All that keeps a player from staking, at an instant. */
export interface LimitFacts extends Bars {
  atMs: number;
  inForce: readonly LimitInForce[];
}

const LIMIT_NAMES = { stakeCoins: 'stake', lossCoins: 'loss', playedMs: 'time' } as const;

/**
 * Why this stake is not taken; null: it may be. The worst case counts (RG6): that all of it is lost. The first of
 * exclusion, pause, time, stake and loss names the refusal, the shorter period before the longer.
 */
export function limitRefusal(facts: LimitFacts, stakeCoins: number): Failure | null {
  const { atMs, excludedUntilMs, pausedUntilMs } = facts;
  if (excludedUntilMs !== null && excludedUntilMs > atMs)
    return failure('limit_exceeded', { limit: 'exclusion', untilAtMs: excludedUntilMs });
  if (pausedUntilMs !== null && pausedUntilMs > atMs)
    return failure('limit_exceeded', { limit: 'pause', untilAtMs: pausedUntilMs });
  const reached = facts.inForce
    .filter((limit) => isReached(limit, stakeCoins))
    .sort((a, b) => rankOf(a) - rankOf(b))[0];
  return reached === undefined ? null : reachedFailure(reached, atMs);
}

function isReached({ kind, value, used }: LimitInForce, stakeCoins: number): boolean {
  return kind === 'playedMs' ? used >= value : used + stakeCoins > value;
}

function rankOf({ kind, period }: LimitInForce): number {
  const first = kind === 'playedMs' ? 0 : 1 + LIMIT_KINDS.indexOf(kind);
  return first * PERIODS.length + PERIODS.indexOf(period);
}

function reachedFailure({ kind, period, value, used }: LimitInForce, atMs: number): Failure {
  const remaining = Math.max(0, value - used);
  const amounts =
    kind === 'playedMs'
      ? { limitMs: value, remainingMs: remaining }
      : { limitCoins: value, remainingCoins: remaining };
  return failure('limit_exceeded', {
    ...{ limit: LIMIT_NAMES[kind], period, ...amounts },
    resetsAtMs: resetsAtMs(period, atMs),
  });
}
