/** Rock-paper-scissors: against the house, and between players. Pays are hundredths of the stake. */
export type RpsOdds = {
  game: 'rps';
  hands: string[];
  handFormula: string;
  winHundredths: number;
  drawHundredths: number;
  minBetCoins: number;
  maxBetCoins: number;
  /** Stakes are multiples of this. */
  betStepCoins: number;
  /** Between players: of both stakes, in hundredths, what the house keeps. */
  match: { feeHundredths: number; commitWithinMs: number; revealWithinMs: number; betSteps: number[] };
};
