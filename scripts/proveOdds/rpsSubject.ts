import type { Hand } from '../../domain/protocol/rps.ts';
import type { RpsOdds } from '../../domain/rps/odds.ts';
import { rpsReturnToPlayer, throwHand } from '../../domain/rps/throw.ts';
import type { Subject } from './subject.ts';

/** Against the house, drawn as in earnest: by HMAC from a seed pair. The player's hands go round. */
export function rpsSubject(odds: RpsOdds): Subject {
  const { numerator, denominator } = rpsReturnToPlayer(odds);
  const betCoins = odds.minBetCoins;
  return {
    name: 'rps',
    figures: [{ figure: 'return to player', exact: numerator / denominator }],
    start(seed) {
      let nonce = 0;
      return (games) => {
        let won = 0;
        for (let game = 0; game < games; game += 1) {
          const hand = odds.hands[nonce % odds.hands.length] as Hand;
          won += throwHand(
            odds,
            { serverSeed: seed, clientSeed: 'prove-odds', nonce },
            { betCoins, hand },
          ).payoutCoins;
          nonce += 1;
        }
        return [won / betCoins];
      };
    },
  };
}
