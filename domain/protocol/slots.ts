import { z } from 'zod';

/** Requests of the `slots` room. */
export const SpinRequest = z.object({
  key: z.uuid().transform((uuid) => uuid.toLowerCase()),
  /** One of the machine's `betSteps`. */
  betCoins: z.int().positive(),
});
export type SpinRequest = z.infer<typeof SpinRequest>;

/** One line (or pattern, or scatter) that paid. */
export interface SlotWin {
  /** The place of the pay line in the machine's `lines`; -1 for what pays anywhere on the window (scatters). */
  line: number;
  symbol: string;
  /** How many of them, from the left. */
  count: number;
  /** Of the whole stake, in hundredths, before streak and variation. */
  payHundredths: number;
}

/** One turn of the reels: the paid spin, or a free spin. */
export interface SlotTurn {
  /** Where each reel stopped: its first visible position. */
  stops: number[];
  lines: SlotWin[];
  /** What this turn pays of the stake, in hundredths, multipliers, streak and variation included. */
  winHundredths: number;
  winCoins: number;
  /** The free spins' multiplier (1 in the paid spin). */
  multiplier: number;
  /** Free spins won in this turn. */
  freeSpinsWon: number;
}

/** Every step of a spin: recorded, recalled, replayed. `turns[0]` is the paid spin. */
export interface SlotsOutcome {
  turns: SlotTurn[];
  winCoins: number;
  /** Wins in a row after this spin at this stake; 0 on machines without a streak. */
  streak: number;
  /** The streak's bonus that this spin's win got, in hundredths of it (0 to 20). */
  streakBonusHundredths: number;
  /** The drawn variation that this spin's win got, in hundredths of it (-5 to 5). */
  variationHundredths: number;
  /** A name of the data's for what came up: `jackpot`, `triple`, `pair`, `line`, `freeSpins`, `none`. */
  result: string;
}

/** Answer of `spin`. `stops`, `lines` are the paid spin's; `freeSpins` are the turns after it. */
export interface SpinAnswer {
  gameId: string;
  nonce: number;
  stops: number[];
  lines: SlotWin[];
  winCoins: number;
  balanceCoins: number;
  streak: number;
  freeSpins: SlotTurn[];
  streakBonusHundredths: number;
  variationHundredths: number;
  result: string;
}

/** Message `standing` on joining: wins in a row by stake, where there are any. */
export interface SlotsStanding {
  sessionId: string;
  machine: string;
  oddsHash: string;
  streaks: { betCoins: number; streak: number }[];
}
