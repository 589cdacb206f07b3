import type { JsonValue } from '../canonicalJson.ts';

/**
 * A computed game: what `spin`, `pull` and `throwHand` answer. A pure function of seed pair, nonce, bet, odds
 * table and `inputs`; a verifier calls the same function and compares.
 */
export interface Played<Outcome> {
  betCoins: number;
  payoutCoins: number;
  /** What the outcome depends on beside seeds, bet and odds: streak, pity, recent items, stock, hand. */
  inputs: Record<string, JsonValue>;
  outcome: Outcome;
  /** How often what came up. */
  tally: Record<string, number>;
}
