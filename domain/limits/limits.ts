import { DAY_MS, PERIODS, type Period } from './periods.ts';

/** What is limited: coins staked, coins lost (staked less won), milliseconds played. */
export const LIMIT_KINDS = ['stakeCoins', 'lossCoins', 'playedMs'] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** How long a higher limit waits. */
export const RAISE_AFTER_MS = DAY_MS;

/** One limit: what holds, and what was asked for instead. Null: none. */
export interface Limit {
  value: number | null;
  /** A higher one, or none at all: holds from this instant on. */
  pending: { value: number | null; fromAtMs: number } | null;
}

export type Limits = Record<LimitKind, Record<Period, Limit>>;

/** What a player asks for: what isn't named stays. */
export type LimitWish = Partial<Record<LimitKind, Partial<Record<Period, number | null>>>>;

/** A table over all limits. */
export function ofEach<T>(
  make: (kind: LimitKind, period: Period) => T,
): Record<LimitKind, Record<Period, T>> {
  const periods = (kind: LimitKind) =>
    Object.fromEntries(PERIODS.map((period) => [period, make(kind, period)])) as Record<Period, T>;
  return Object.fromEntries(LIMIT_KINDS.map((kind) => [kind, periods(kind)])) as Record<
    LimitKind,
    Record<Period, T>
  >;
}

export function noLimits(): Limits {
  return ofEach(() => ({ value: null, pending: null }));
}

/** The limit as it stands at this instant (RG3): what was pending may hold by now. */
export function limitAt({ value, pending }: Limit, nowMs: number): Limit {
  if (pending === null || nowMs < pending.fromAtMs) return { value, pending };
  return { value: pending.value, pending: null };
}

/** A lower limit holds at once, a higher one or none after `RAISE_AFTER_MS` (RG3). */
export function changeLimit(limit: Limit, wished: number | null, nowMs: number): Limit {
  const { value, pending } = limitAt(limit, nowMs);
  const isHigher = value !== null && (wished === null || wished > value);
  if (!isHigher) return { value: wished, pending: null };
  // Who asks again for the same does not wait anew.
  if (pending?.value === wished) return { value, pending };
  return { value, pending: { value: wished, fromAtMs: nowMs + RAISE_AFTER_MS } };
}

export function changeLimits(limits: Limits, wish: LimitWish, nowMs: number): Limits {
  return ofEach((kind, period) => {
    const wished = wish[kind]?.[period];
    const limit = limits[kind][period];
    return wished === undefined ? limitAt(limit, nowMs) : changeLimit(limit, wished, nowMs);
  });
}
