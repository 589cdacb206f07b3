import type { JsonValue } from '../canonicalJson.ts';
import type { Page } from '../page.ts';
import type { Result } from '../result.ts';
import type { LoadedOdds } from './odds.ts';

/** Documents that games depend on, and the stock of limited items. Failures are `store_unavailable`. */
export interface GameStateStore {
  /** The owner's documents of these scopes, as canonical JSON; a scope without one is not in the map. */
  states(ownerId: string, scopes: readonly string[]): Promise<Result<Map<string, string>>>;
  /** How many are left of each limited item of the banner. */
  stock(banner: string): Promise<Result<Map<string, number>>>;
  /** Puts limited items that are not in stock yet there, `left` of each; what is there stays as it is. */
  ensureStock(banner: string, items: readonly { item: string; left: number }[]): Promise<Result<void>>;
  /**
   * Changes a document without money if it still is `before`; otherwise `outdated`. For a match's reveals, and
   * for taking one over.
   */
  change(
    ownerId: string,
    scope: string,
    before: string,
    after: string,
    dueAtMs: number | null,
  ): Promise<Result<void>>;
  /** Documents of this scope that were due by then, oldest first, at most 100. */
  due(scope: string, byMs: number): Promise<Result<{ ownerId: string; state: string }[]>>;
}

/** What of a game is asked for to answer a repeated key, or to recall it. */
export interface StoredGame {
  gameId: string;
  game: 'slots' | 'gacha' | 'rps' | 'rps_match';
  variant: string;
  pair: { pairId: string; nonce: number } | null;
  betCoins: number;
  payoutCoins: number;
  /** As it was recorded: JSON, parsed. */
  inputs: unknown;
  outcome: unknown;
}

/** The finished games themselves. */
export interface PlayedGames {
  /** A game of this player's, or null. */
  stored(playerId: string, gameId: string): Promise<Result<StoredGame | null>>;
}

/** What became of a session: in coins, `returnToPlayer` = win / bet, 0 when nothing was bet. */
export interface SessionSummary {
  sessionId: string;
  game: 'slots' | 'gacha' | 'rps';
  variant: string;
  startedAtMs: number;
  endedAtMs: number;
  durationMs: number;
  rounds: number;
  betCoins: number;
  winCoins: number;
  netCoins: number;
  returnToPlayer: number;
  /** The games' tallies, added up. */
  outcomes: Record<string, number>;
}

export interface SessionStore {
  open(session: {
    sessionId: string;
    playerId: string;
    game: SessionSummary['game'];
    variant: string;
    startedAtMs: number;
  }): Promise<Result<void>>;
  /** Adds up what the session's games recorded and stores it, once: a repeat answers what is stored. */
  close(sessionId: string, endedAtMs: number): Promise<Result<SessionSummary>>;
  /** Ends the sessions of processes that died: each at its last game. Answers how many. */
  closeAbandoned(): Promise<Result<number>>;
  /** The player's ended sessions, newest first. @throws StoreUnavailableError */
  list(playerId: string, limit: number, cursor: string | null): Promise<Page<SessionSummary>>;
}

/** Every odds table that was ever played by, so that an old game stays verifiable. @throws StoreUnavailableError */
export interface OddsTableStore {
  /** At each start, before the first game: what is kept already stays as it is. */
  keep(tables: readonly LoadedOdds<JsonValue>[]): Promise<void>;
  /** The table with this hash, or null. */
  byHash(oddsHash: string): Promise<JsonValue | null>;
}
