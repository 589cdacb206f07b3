import type { Player } from '../identity/port.ts';
import type { Failure } from '../protocol/errors.ts';
import type { Result } from '../result.ts';
import type { LimitWish } from './limits.ts';
import type { PlayedSpan } from './playedTime.ts';
import type { PlayLimits } from './state.ts';

/** How long a player has been playing, and what came of it. */
export interface RealityCheck {
  /** Of the session that runs; null: none does. */
  startedAtMs: number | null;
  playedMs: number;
  stakedCoins: number;
  /** Paid out: stakes that came back included. */
  paidCoins: number;
  netCoins: number;
  /** At the same instant, so that what changes from then on can be added. */
  balanceCoins: number;
}

/** Limits of players as they are stored; the ledger enforces them. Every method @throws StoreUnavailableError */
export interface LimitStore {
  read(playerId: string): Promise<PlayLimits>;
  change(playerId: string, wish: LimitWish): Promise<PlayLimits>;
  /** `invalid_request` when it would end before the one there is. */
  pause(playerId: string, hours: number): Promise<Result<PlayLimits>>;
  exclude(playerId: string, days: number): Promise<Result<PlayLimits>>;
  /** Why the ledger would not take this stake now; null: nothing is known against it. */
  refusal(player: Pick<Player, 'id'>, stakeCoins: number): Promise<Failure | null>;
  /** Adds what players played, by the account of their coins. What another process told already is not added. */
  countPlayed(spans: readonly (PlayedSpan & { accountId: number })[]): Promise<void>;
  realityCheck(playerId: string): Promise<RealityCheck>;
}
