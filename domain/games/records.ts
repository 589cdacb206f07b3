import type { Page } from '../page.ts';

/** What every game of a player's tells of its money. */
interface GameMoney {
  gameId: string;
  startedAtMs: number;
  betCoins: number;
  payoutCoins: number;
  netCoins: number;
  balanceBeforeCoins: number;
  balanceAfterCoins: number;
  /** `GET /api/odds/{oddsHash}` has the table. */
  oddsHash: string;
}

/** A bet at a crash table, finished or open. */
export interface CrashGameSummary extends GameMoney {
  game: 'crash';
  endedAtMs: number | null;
  proof: { table: string; game: number };
  outcome: 'open' | 'cashed' | 'lost' | 'cancelled' | 'voided';
  atHundredths: number | null;
}

/** What a game drawn from a seed pair is replayed from. */
export interface PairProof {
  pairId: string;
  /** SHA-256 of the server seed's hex string. */
  serverSeedHash: string;
  /** Null until the pair is revealed. */
  serverSeed: string | null;
  clientSeed: string;
  nonce: number;
  /** What the outcome depends on beside seeds, bet and odds, as it was recorded. */
  inputs: unknown;
}

/** What a match between players is checked from: `inputs` has players, commits, hands and salts. */
export interface MatchProof {
  matchId: string;
  inputs: unknown;
}

interface FinishedGame extends GameMoney {
  /** The machine or banner; `house` or `match` for rock-paper-scissors. */
  variant: string;
  endedAtMs: number;
  /** How often what came up. */
  tally: Record<string, number>;
}

/** A finished game of slots, gacha or rock-paper-scissors. */
export type PlayedSummary = FinishedGame &
  ({ game: 'slots' | 'gacha' | 'rps'; proof: PairProof } | { game: 'rps_match'; proof: MatchProof });

/** The same with every step, for recalling it. */
export type PlayedGame = PlayedSummary & { outcome: unknown };

/** A game of a player, as `GET /api/me/history` lists it. */
export type GameSummary = CrashGameSummary | PlayedSummary;
export type GameName = GameSummary['game'];

/** A player's ledger line, as `GET /api/me/transfers` lists it. */
export interface TransferLine {
  id: number;
  atMs: number;
  kind: string;
  amountCoins: number;
  balanceAfterCoins: number;
  currency: string;
  gameId?: string;
}

/** Finished games added up. Of crash bets only those that flew to their end: not open, cancelled or voided ones. */
export interface Totals {
  rounds: number;
  betCoins: number;
  /** All that was paid, stakes included. */
  wonCoins: number;
  netCoins: number;
  /** wonCoins / betCoins; 0 when nothing was bet. */
  returnToPlayer: number;
  /** The largest payout of one game. */
  biggestWinCoins: number;
  /** The most games in a row, in the order of their stakes, that paid anything. */
  bestStreak: number;
}

export interface GameTotals extends Totals {
  game: GameName;
  /** The crash table, machine or banner; `house` or `match` for rock-paper-scissors. */
  variant: string;
  /** How often what came up; for crash `cashed` and `lost`. */
  tally: Record<string, number>;
}

/** What a player drew from a banner. */
export interface BannerStatistics {
  banner: string;
  /** Pulls since the last Epic or better. */
  pity: number;
  /** By item id. */
  items: { item: string; count: number }[];
}

export interface PlayerStatistics {
  overall: Totals;
  /** In the order of game and variant. */
  games: GameTotals[];
  gacha: BannerStatistics[];
}

/** What players see of their own games and money. Every read @throws StoreUnavailableError */
export interface GameReads {
  /**
   * The player's games, newest first. A match's stake without its game (the match is not finished) is left out.
   * @param game of this game only; null: of all
   * @param cursor the page before's `next`
   */
  history(
    playerId: string,
    game: GameName | null,
    limit: number,
    cursor: string | null,
  ): Promise<Page<GameSummary>>;
  /** One game of this player's, with its outcome; a crash game's id is its bet's. Null: there is no such game. */
  game(playerId: string, gameId: string): Promise<CrashGameSummary | PlayedGame | null>;
  transfers(playerId: string, limit: number, cursor: string | null): Promise<Page<TransferLine>>;
  statistics(playerId: string): Promise<PlayerStatistics>;
}
