import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawFloats } from '../../../domain/fairness/draw.ts';
import { HANDS, type Hand } from '../../../domain/protocol/rps.ts';
import odds from '../../../domain/rps/rps.data.ts';
import { checkBet, rpsReturnToPlayer, throwHand } from '../../../domain/rps/throw.ts';
import published from '../../fixtures/fairness/seed-pairs.json' with { type: 'json' };

test.each([100, 200, 1_900, 99_900, 100_000])('[RP1] a stake of %d is taken', (betCoins) => {
  expect(checkBet(odds, betCoins).ok).toBe(true);
});

test.each([0, -100, 99, 101, 150, 100_100, 1e18, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, 100.5])(
  '[RP1] a stake of %d is refused, and the answer says what may be staked',
  (betCoins) => {
    expect(checkBet(odds, betCoins)).toMatchObject({
      ok: false,
      error: { code: 'invalid_amount', details: { field: 'betCoins', min: 100, max: 100_000, step: 100 } },
    });
  },
);

test('[RP2] the house throws the first hand of the published sequence, whatever the player throws', () => {
  const { expected, ...pair } = published.hands;
  for (const hand of HANDS) {
    const { outcome, inputs } = throwHand(odds, pair, { betCoins: 100, hand });
    expect(outcome).toMatchObject({ hand, serverHand: expected[0] });
    expect(inputs).toEqual({ hand });
  }
});

test('[RP2] the house throws by the first float of each nonce', () => {
  const pair = fc.record({ serverSeed: fc.string(), clientSeed: fc.string(), nonce: fc.nat() });
  fc.assert(
    fc.property(pair, fc.constantFrom(...HANDS), (draw, hand) => {
      const [float] = drawFloats(draw, 1);
      const { serverHand } = throwHand(odds, draw, { betCoins: 100, hand }).outcome;
      expect(serverHand).toBe(float! < 1 / 3 ? 'rock' : float! < 2 / 3 ? 'paper' : 'scissors');
    }),
  );
});

test.each<[Hand, Hand, string, number]>([
  ['rock', 'rock', 'draw', 1_000],
  ['rock', 'paper', 'lose', 0],
  ['rock', 'scissors', 'win', 1_940],
  ['paper', 'rock', 'win', 1_940],
  ['paper', 'paper', 'draw', 1_000],
  ['paper', 'scissors', 'lose', 0],
  ['scissors', 'rock', 'lose', 0],
  ['scissors', 'paper', 'win', 1_940],
  ['scissors', 'scissors', 'draw', 1_000],
])('[RP3] %s against %s: %s, which pays %d of 1,000', (hand, serverHand, outcome, payout) => {
  const played = throwHand(odds, pairWith(serverHand), { betCoins: 1_000, hand });
  expect(played).toMatchObject({
    betCoins: 1_000,
    payoutCoins: payout,
    outcome: { hand, serverHand, outcome },
    tally: { [outcome]: 1 },
  });
});

test('[RP4] the return over all hands of the house is what is published, and exactly 98 %', () => {
  const { numerator, denominator } = rpsReturnToPlayer(odds);
  expect(numerator * 100).toBe(98 * denominator);
  for (const hand of HANDS) {
    const paid = HANDS.map((other) => throwHand(odds, pairWith(other), { betCoins: 100, hand }).payoutCoins);
    expect(paid.reduce((sum, coins) => sum + coins, 0) * denominator).toBe(numerator * 100 * HANDS.length);
  }
});

test('[RP2] [RP4] over 30,000 throws the three hands of the house come evenly', () => {
  const counts = { rock: 0, paper: 0, scissors: 0 };
  const throws = 30_000;
  for (let nonce = 0; nonce < throws; nonce += 1) {
    const draw = { serverSeed: 'a seed of this test', clientSeed: 'even', nonce };
    counts[throwHand(odds, draw, { betCoins: 100, hand: 'rock' }).outcome.serverHand] += 1;
  }
  const standardError = Math.sqrt(throws * (1 / 3) * (2 / 3));
  for (const hand of HANDS) expect(Math.abs(counts[hand] - throws / 3)).toBeLessThan(4 * standardError);
});

/** A pair whose first float gives this hand of the house. */
function pairWith(serverHand: Hand) {
  for (let nonce = 0; ; nonce += 1) {
    const pair = { serverSeed: 'server', clientSeed: 'client', nonce };
    const [float] = drawFloats(pair, 1);
    if (HANDS[Math.floor(float! * 3)] === serverHand) return pair;
  }
}
