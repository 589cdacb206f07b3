import { type Bars, barsAt } from './bars.ts';
import { LIMIT_KINDS, type Limit, type LimitKind, type Limits, limitAt, ofEach } from './limits.ts';
import { firstDayOf, PERIODS, type Period, resetsAtMs } from './periods.ts';
import type { LimitFacts, LimitInForce } from './refusal.ts';

/** What a player staked, lost and played on a UTC day. */
export interface UsedDay {
  day: number;
  stakedCoins: number;
  /** Staked less won. */
  lostCoins: number;
  playedMs: number;
}

/** A player's limits and what was used of them. */
export interface LimitState {
  limits: Limits;
  bars: Bars;
  /** Whether stakes and losses are counted: only of those who limit themselves. */
  counted: boolean;
  /** Of all periods that run, in any order; several of one day add up. */
  days: readonly UsedDay[];
}

/** A limit as it is shown: with what was used of it in the period that runs; null: not counted. */
export interface LimitView extends Limit {
  used: number | null;
}

/** A player's limits as they are shown. */
export interface PlayLimits extends Record<LimitKind, Record<Period, LimitView>>, Bars {
  /** When each period is over, and counting begins anew. */
  resetsAtMs: Record<Period, number>;
}

/** What the player used in the period that runs. */
export function usedIn({ days }: LimitState, kind: LimitKind, period: Period, atMs: number): number {
  const fromDay = firstDayOf(period, atMs);
  const amount = {
    stakeCoins: (day: UsedDay) => day.stakedCoins,
    lossCoins: (day: UsedDay) => day.lostCoins,
    playedMs: (day: UsedDay) => day.playedMs,
  }[kind];
  return days.reduce((sum, day) => (day.day >= fromDay ? sum + amount(day) : sum), 0);
}

/** What decides whether a stake is taken at this instant. */
export function factsOf(state: LimitState, atMs: number): LimitFacts {
  const inForce: LimitInForce[] = [];
  for (const kind of LIMIT_KINDS) {
    for (const period of PERIODS) {
      const { value } = limitAt(state.limits[kind][period], atMs);
      if (value !== null) inForce.push({ kind, period, value, used: usedIn(state, kind, period, atMs) });
    }
  }
  return { atMs, ...state.bars, inForce };
}

export function viewOf(state: LimitState, atMs: number): PlayLimits {
  return {
    ...ofEach((kind, period) => ({
      ...limitAt(state.limits[kind][period], atMs),
      used: kind === 'playedMs' || state.counted ? usedIn(state, kind, period, atMs) : null,
    })),
    ...barsAt(state.bars, atMs),
    resetsAtMs: Object.fromEntries(PERIODS.map((period) => [period, resetsAtMs(period, atMs)])) as Record<
      Period,
      number
    >,
  };
}
