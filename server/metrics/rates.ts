import { RATES, type RateName } from '../../domain/rates/rates.ts';
import type { Instruments } from './registry.ts';

export interface RateMetrics {
  /** A limit of this class was passed. @param isShadow it was let through */
  rateLimited(rate: RateName, by: 'player' | 'address', isShadow: boolean): void;
  /** A request was counted in memory since Redis did not answer. */
  rateFallback(): void;
  /** A connection or a websocket was one too many from its address. @param isShadow it was let in */
  turnedAway(what: 'connection' | 'socket', isShadow: boolean): void;
}

export function rateMetrics({ counter }: Instruments): RateMetrics {
  const limited = counter('rate_limited_requests_total', 'Requests over a limit', ['class', 'by', 'outcome']);
  const fallbacks = counter('rate_limit_fallbacks_total', 'Requests counted in memory while Redis was away');
  const away = counter('turned_away_total', 'Connections over what an address may have', ['what', 'outcome']);
  for (const what of ['connection', 'socket']) away.inc({ what, outcome: 'refused' }, 0);
  for (const rate of Object.keys(RATES))
    for (const by of ['player', 'address']) limited.inc({ class: rate, by, outcome: 'refused' }, 0);
  return {
    rateLimited: (rate, by, isShadow) =>
      limited.inc({ class: rate, by, outcome: isShadow ? 'shadow' : 'refused' }),
    rateFallback: () => fallbacks.inc(),
    turnedAway: (what, isShadow) => away.inc({ what, outcome: isShadow ? 'shadow' : 'refused' }),
  };
}
