import type { Result } from '../result.ts';

/**
 * A player's pair of seeds in use, with the secret (FAIRNESS F2). It stays inside rooms and verifier: a server
 * seed is shown only once the pair is revealed.
 */
export interface ActivePair {
  pairId: string;
  /** 64 hex characters, used as text. */
  serverSeed: string;
  clientSeed: string;
  /** Of the next game. */
  nonce: number;
}

/** What a player may see of its active pair and of the committed successor. */
export interface SeedsView {
  pairId: string;
  /** SHA-256 of the server seed's hex string. */
  serverSeedHash: string;
  nextServerSeedHash: string;
  clientSeed: string;
  /** False while the client seed is ours, or was used by this player before. */
  chosenByPlayer: boolean;
  nonce: number;
}

export interface RevealedPair {
  pairId: string;
  serverSeed: string;
  serverSeedHash: string;
  clientSeed: string;
  /** Games played on it: nonces 0 to gameCount - 1. */
  gameCount: number;
}

/** Makes the pairs at a player's first need of them. Every failure is `store_unavailable`. */
export interface SeedPairStore {
  seeds(playerId: string): Promise<Result<SeedsView>>;
  /** With the secret: for rooms only. */
  activePair(playerId: string): Promise<Result<ActivePair>>;
  /**
   * Under the pair's lock, in one transaction: reveals the active pair, activates the announced successor with
   * this client seed (null: one is made, and does not count as chosen), commits a new successor.
   */
  rotate(
    playerId: string,
    clientSeed: string | null,
  ): Promise<Result<{ revealed: RevealedPair; active: SeedsView }>>;
}
