import { z } from 'zod';
import { MAX_CASHOUT_HUNDREDTHS, MIN_CASHOUT_HUNDREDTHS } from '../crash/curve.ts';

/** A UUID is the same in upper case; ours are lower. */
const AnyCaseUuid = z.uuid().transform((uuid) => uuid.toLowerCase());

/** Requests of the `crash` room. An amount that fails its type is `invalid_amount`, all else `invalid_request`. */
export const BetRequest = z.object({
  key: AnyCaseUuid,
  amountCoins: z.int().positive(),
  autoCashoutHundredths: z.int().min(MIN_CASHOUT_HUNDREDTHS).max(MAX_CASHOUT_HUNDREDTHS).nullish(),
  /**
   * The game that the player saw. A bet that arrives in another one is `round_closed`, so that what is
   * resent after a lost connection can't land in a round that nobody meant. Not part of what the key binds.
   */
  game: z.int().positive().optional(),
});
export type BetRequest = z.infer<typeof BetRequest>;

export const CancelRequest = z.object({ betId: AnyCaseUuid });
export type CancelRequest = z.infer<typeof CancelRequest>;

export const CashoutRequest = z.object({ betId: AnyCaseUuid });
export type CashoutRequest = z.infer<typeof CashoutRequest>;

export interface BetAnswer {
  betId: string;
  game: number;
  balanceCoins: number;
  receipt: string;
}

export interface CancelAnswer {
  balanceCoins: number;
  receipt: string;
}

export interface CashoutAnswer {
  atHundredths: number;
  payoutCoins: number;
  balanceCoins: number;
  receivedAtMs: number;
  sequence: number;
  receipt: string;
}

/** Message `bet`: one's own bet, on joining and on each change. */
export interface OwnBet {
  betId: string;
  game: number;
  amountCoins: number;
  autoCashoutHundredths?: number;
  state: 'open' | 'cashed' | 'lost' | 'cancelled';
  cashout?: {
    atHundredths: number;
    payoutCoins: number;
    receivedAtMs: number;
    sequence: number;
    reason: string;
  };
}

/** What a receipt (compact JWS, EdDSA) signs. */
export interface ReceiptPayload {
  type: 'bet' | 'cancel' | 'cashout';
  table: string;
  game: number;
  betId: string;
  playerId: string;
  amountCoins: number;
  autoCashoutHundredths?: number;
  atHundredths?: number;
  payoutCoins?: number;
  receivedAtMs: number;
  sequence: number;
}

/**
 * The `crash` room's state as a client sees it. Beyond API.md: `resumesAtMs` (after a gap the curve
 * stands still until then: flight time is `max(now, resumesAtMs) - launchedAtMs`), `bot` marks.
 */
export interface CrashStateView {
  table: string;
  phase: 'betting' | 'flying' | 'settled' | 'paused';
  game: number;
  bettingEndsAtMs: number;
  launchedAtMs: number;
  resumesAtMs: number;
  bustHundredths: number;
  hash: string;
  betBookRoot: string;
  bets: number;
  stakedCoins: number;
  paidCoins: number;
  topBets: { nickname: string; amountCoins: number; atHundredths: number; bot: boolean }[];
  cashouts: { nickname: string; atHundredths: number; payoutCoins: number; bot: boolean }[];
  lastBusts: { game: number; bustHundredths: number }[];
}
