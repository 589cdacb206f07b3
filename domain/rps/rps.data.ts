import type { RpsOdds } from './odds.ts';

const rps: RpsOdds = {
  game: 'rps',
  // Each beats the one before it, and the first beats the last.
  hands: ['rock', 'paper', 'scissors'],
  handFormula: 'hands[floor(f * 3)], f being the first float of HMAC-SHA-256(serverSeed, clientSeed:nonce:0)',
  winHundredths: 194,
  drawHundredths: 100,
  minBetCoins: 100,
  maxBetCoins: 100_000,
  betStepCoins: 100,
  match: {
    feeHundredths: 2,
    commitWithinMs: 30_000,
    revealWithinMs: 15_000,
    betSteps: [100, 1_000, 5_000, 10_000, 50_000, 100_000],
  },
};

export default rps;
