import type { Failure } from '../protocol/errors.ts';
import type { Bet, Cashout, CashoutReason, Gap } from './round.ts';

/** What a player asks. Answered in the same step: refused, or accepted and on its way to the ledger. */
export type PlayerCommand =
  | {
      type: 'bet';
      betId: string;
      playerId: string;
      nickname: string;
      bot: boolean;
      accountId: number;
      amountCoins: number;
      autoCashoutHundredths: number | null;
    }
  | { type: 'cancel'; betId: string; playerId: string }
  | { type: 'cashout'; betId: string; playerId: string };

/** What became of an effect, and what time brings. */
export type SystemCommand =
  | { type: 'stakeHeld'; betId: string }
  | { type: 'stakeRefused'; betId: string }
  | { type: 'stakeReleased'; betId: string }
  /** The cancellation came too late for the ledger: the bet is in the book. */
  | { type: 'releaseRefused'; betId: string }
  | {
      type: 'bookClosed';
      /** The bets in the book, from the database: a pending one that is missing was refused. */
      betIds: string[];
      betBookRoot: string;
      launchedAtMs: number;
      bustHundredths: number;
    }
  /** The closing transaction found no bet while the salt is not fixed, or could not run: the window goes on. */
  | { type: 'bookStillOpen'; bettingEndsAtMs: number }
  | { type: 'payoutBooked'; betId: string }
  /** The process noticed that it stood still since `fromMs`, or took the table over: the curve stands still. */
  | { type: 'stalled'; fromMs: number; resumesAtMs: number }
  /** At `resumesAtMs`: manual bets of those who are not here are cashed out where the curve stood. */
  | { type: 'resumed'; presentPlayerIds: ReadonlySet<string> }
  | { type: 'settled'; hash: string }
  /** Time passed: pays what is due, busts. Every other command does this first by itself. */
  | { type: 'tick' };

export type CrashCommand = PlayerCommand | SystemCommand;

/** Carried out by the room. Each is idempotent: by bet, by game. */
export type CrashEffect =
  | { type: 'holdStake'; bet: Bet }
  | { type: 'releaseStake'; bet: Bet; receivedAtMs: number; sequence: number }
  | { type: 'closeBook'; game: number }
  | { type: 'payOut'; bet: Bet; cashout: Cashout }
  | { type: 'recordGap'; game: number; gap: Gap }
  | { type: 'settle'; game: number; bustHundredths: number; bustedAtMs: number };

/** `refusal` answers a player's command; null when it was accepted (or the command is not a player's). */
export interface Step<Round> {
  round: Round;
  effects: CrashEffect[];
  refusal: Failure | null;
}

export type { CashoutReason };
