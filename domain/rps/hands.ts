import { assert } from '../assert.ts';
import type { Hand, RpsResult } from '../protocol/rps.ts';
import type { RpsOdds } from './odds.ts';

/** What `hand` is against `other`: each hand of the table beats the one before it, and the first beats the last. */
export function resultAgainst(odds: Pick<RpsOdds, 'hands'>, hand: Hand, other: Hand): RpsResult {
  const [own, theirs] = [odds.hands.indexOf(hand), odds.hands.indexOf(other)];
  assert(own >= 0 && theirs >= 0, `${hand} or ${other} is no hand of the table`);
  if (own === theirs) return 'draw';
  return own === (theirs + 1) % odds.hands.length ? 'win' : 'lose';
}
