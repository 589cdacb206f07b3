import type { TableRules } from './tables.data.ts';

export type CashoutReason = 'player' | 'auto' | 'limit' | 'gap';

/** A cash-out: `payoutCoins = floor(amountCoins * atHundredths / 100)`. */
export interface Cashout {
  atHundredths: number;
  payoutCoins: number;
  receivedAtMs: number;
  sequence: number;
  reason: CashoutReason;
}

/**
 * A bet of the running round.
 * `pending`: its stake is on the way to the ledger. `cancelling`, `cashing`: the same for its end.
 */
export interface Bet {
  betId: string;
  playerId: string;
  nickname: string;
  bot: boolean;
  /** The player's coins account. */
  accountId: number;
  amountCoins: number;
  autoCashoutHundredths: number | null;
  receivedAtMs: number;
  /** Place in the round's one order of bets, cancellations and cash-outs (signed in receipts). */
  sequence: number;
  state: 'pending' | 'open' | 'cancelling' | 'cancelled' | 'cashing' | 'cashed';
  cashout: Cashout | null;
}

/** The curve stood still between these two instants (FAIRNESS F1, gaps). */
export interface Gap {
  fromMs: number;
  toMs: number;
}

interface RoundBase {
  rules: TableRules;
  game: number;
  startedAtMs: number;
  bets: Map<string, Bet>;
  /** The one bet of a player that is not cancelled. */
  betOfPlayer: Map<string, Bet>;
  nextSequence: number;
  /** Stakes of pending, open and cancelling bets while betting; of the bet book afterwards. */
  stakedCoins: number;
}

export interface BettingRound extends RoundBase {
  phase: 'betting';
  bettingEndsAtMs: number;
  /** The closing transaction is on its way: no bet is taken any more. */
  closing: boolean;
}

export interface FlyingRound extends RoundBase {
  phase: 'flying';
  betBookRoot: string;
  /** The original instant; the state's `launchedAtMs` is this plus the gaps' lengths. */
  launchedAtMs: number;
  gaps: Gap[];
  /** Secret until settled. */
  bustHundredths: number;
  /** Flight time at which the round busts: `instant(bustHundredths)`. Secret until settled. */
  bustElapsedMs: number;
  /** Payouts decided so far, booked or on their way. */
  paidCoins: number;
  /** Stakes of the bets that still fly. */
  openStakeCoins: number;
  /** Payouts that the ledger has not confirmed yet: the round does not settle before they are. */
  unbookedPayouts: number;
  /** The bust instant has passed: what is left is to book payouts and to settle. */
  busted: boolean;
  /** The settling transaction is on its way. */
  settling: boolean;
  /** Everything due up to here has happened; time never goes back behind it. */
  flownToMs: number;
  /** The curve stands still until then, and until `resumed` says who is here; null while it flies. */
  resumesAtMs: number | null;
  /** Where the round's limit ended every bet, once it has; null before. */
  limitHitHundredths: number | null;
  /** The bets by their automatic end (own target or own limit), ascending; `autoCursor` is the next. */
  autoOrder: Bet[];
  autoCursor: number;
}

export interface SettledRound extends RoundBase {
  phase: 'settled';
  betBookRoot: string;
  launchedAtMs: number;
  gaps: Gap[];
  bustHundredths: number;
  bustedAtMs: number;
  paidCoins: number;
  hash: string;
}

export type CrashRound = BettingRound | FlyingRound | SettledRound;
