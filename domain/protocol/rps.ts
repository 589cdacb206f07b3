import { z } from 'zod';

export const HANDS = ['rock', 'paper', 'scissors'] as const;
export type Hand = (typeof HANDS)[number];

/** A UUID is the same in upper case; ours are lower. */
const AnyCaseUuid = z.uuid().transform((uuid) => uuid.toLowerCase());

/** Request of the `rps` room: against the house. */
export const ThrowRequest = z.object({ key: AnyCaseUuid, betCoins: z.int().positive(), hand: z.enum(HANDS) });
export type ThrowRequest = z.infer<typeof ThrowRequest>;

export type RpsResult = 'win' | 'draw' | 'lose';

export interface RpsOutcome {
  hand: Hand;
  serverHand: Hand;
  outcome: RpsResult;
}

export interface ThrowAnswer {
  gameId: string;
  nonce: number;
  hand: Hand;
  serverHand: Hand;
  outcome: RpsResult;
  payoutCoins: number;
  balanceCoins: number;
}

/** Message `standing` of the `rps` room, on joining. */
export interface RpsStanding {
  sessionId: string;
  oddsHash: string;
}

/** Requests of the `rps_match` room: between two players. `commit` = SHA-256 of `matchId|playerId|hand|salt`, lowercase hex. */
export const CommitRequest = z.object({
  key: AnyCaseUuid,
  commit: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lowercase hex characters'),
  /**
   * The match that the player saw. In another one the commit is `outdated`, so that a stake can't land in a match
   * that nobody could reveal it in. Not part of what the key binds.
   */
  matchId: AnyCaseUuid.optional(),
});
export type CommitRequest = z.infer<typeof CommitRequest>;

export const RevealRequest = z.object({
  hand: z.enum(HANDS),
  /** 16 to 64 bytes in lowercase hex, hashed as sent. */
  salt: z.string().regex(/^(?:[0-9a-f]{2}){16,64}$/, 'must be 32 to 128 lowercase hex characters'),
});
export type RevealRequest = z.infer<typeof RevealRequest>;

/** Answer of `commit`: the stake is held. */
export interface CommitAnswer {
  matchId: string;
  balanceCoins: number;
}

/** Answer of `reveal`: it is stored. What the other threw comes as `result`. */
export interface RevealAnswer {
  matchId: string;
}

/** Message `match`: on joining, and on each change of the open match. */
export interface MatchMessage {
  /** '' while waiting. */
  matchId: string;
  betCoins: number;
  /** `waiting`: for an opponent. `committing`: hands may be committed. `revealing`: both are committed. */
  phase: 'waiting' | 'committing' | 'revealing';
  opponent: { nickname: string } | null;
  /** 0 while there is none. */
  deadlineAtMs: number;
  /** What this player, and the other one, did so far. */
  you: { committed: boolean; revealed: boolean };
  other: { committed: boolean; revealed: boolean };
}

/** Message `result`: how the match ended. */
export interface MatchResultMessage {
  matchId: string;
  /** In the player's history; '' for one who had staked nothing. */
  gameId: string;
  outcome: RpsResult | 'refunded';
  /** Why: `hands`, `no_commit`, `no_reveal` (one or both stayed away), `equal_hands`. */
  reason: 'hands' | 'equal_hands' | 'no_commit' | 'no_reveal';
  /** Null: not revealed. */
  hands: { you: Hand | null; other: Hand | null };
  payoutCoins: number;
  balanceCoins: number;
}
