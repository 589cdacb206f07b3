import { MAX_CASHOUT_HUNDREDTHS, MIN_CASHOUT_HUNDREDTHS } from './curve.ts';

/** All that a crash table's outcomes follow from, beside the seeds. Its hash stands in every game's record. */
export type CrashOdds = {
  game: 'crash';
  table: string;
  edgePercent: number;
  /** In words that a verifier can check against its own code (FAIRNESS F1). */
  bustFormula: string;
  curveFormula: string;
  payoutFormula: string;
  minCashoutHundredths: number;
  maxHundredths: number;
};

export function crashOdds(rules: { table: string; edgePercent: number }): CrashOdds {
  return {
    game: 'crash',
    table: rules.table,
    edgePercent: rules.edgePercent,
    bustFormula:
      'r = top 52 bits of HMAC-SHA-256(key: salt, message: game hash); ' +
      `min(maxHundredths, max(100, floor(${100 - rules.edgePercent} / (1 - r / 2^52))))`,
    curveFormula: 'floor(100 * e^(0.00006 * ms))',
    payoutFormula: 'floor(betCoins * atHundredths / 100)',
    minCashoutHundredths: MIN_CASHOUT_HUNDREDTHS,
    maxHundredths: MAX_CASHOUT_HUNDREDTHS,
  };
}

/**
 * The exact return to player of an automatic cash-out, the same at every target h (in hundredths): with edge e
 * the bust is at least h when `1 - r/2^52 <= (100 - e)/h`, which has probability (100 - e)/h (to within 2^-52,
 * r being an integer), and pays h/100 of the stake: (100 - e)/h * h/100 = (100 - e)/100. Stakes are multiples
 * of 100 coins, so rounding takes nothing. A manual cash-out at h needs a bust above h, and returns less.
 */
export function crashReturnToPlayer(edgePercent: number): { numerator: number; denominator: number } {
  return { numerator: 100 - edgePercent, denominator: 100 };
}
