import type { EventDraft } from './event.ts';

/** What a game's items are worth on the wall beside its coins: a Legendary is news, a Common is not. */
const RARITY_COINS = { common: 0, rare: 100, epic: 10_000, legendary: 1_000_000 } as const;

/**
 * How much an event is worth keeping when there are too many of its topic (EV5): in coins that were paid or staked;
 * what is about nobody (a launch, a bust) or from an operator is always kept first.
 */
export function notability(event: EventDraft): number {
  switch (event.type) {
    case 'crash.bet':
    case 'crash.cancel':
      return event.data.amountCoins;
    case 'crash.cashout':
    case 'slots.spin':
    case 'rps.throw':
      return event.data.payoutCoins;
    case 'rps.match':
      return event.data.paidCoins;
    case 'gacha.pull':
      return Math.max(...event.data.rarities.map((rarity) => RARITY_COINS[rarity]), 0);
    case 'session.ended':
      return event.data.winCoins;
    case 'crash.launch':
    case 'crash.bust':
    case 'crash.void':
    case 'operator.acted':
    case 'grant.admin':
      return Infinity;
    default:
      return 0;
  }
}
