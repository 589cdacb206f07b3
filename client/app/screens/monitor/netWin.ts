import type { GameEvent } from '../../../../domain/events/event.ts';

/** What was won above the stake, in coins; 0 for events that are no win. */
export function netWinOf(event: GameEvent): number {
  if (event.type === 'crash.cashout') return event.data.payoutCoins - event.data.amountCoins;
  if (event.type === 'slots.spin' || event.type === 'rps.throw') {
    return Math.max(0, event.data.payoutCoins - event.data.betCoins);
  }
  return 0;
}
