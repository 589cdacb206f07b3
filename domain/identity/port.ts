export type Rank = 'STANDARD' | 'PREMIUM' | 'VIP';
export type Role = 'player' | 'moderator' | 'admin';

/** One line of a player's history of ranks. */
export interface RankChange {
  rank: Rank;
  atMs: number;
  /** An admin's id, or `rule`. */
  by: string;
  reason: string;
}

export interface Player {
  id: string;
  nickname: string;
  rank: Rank;
  role: Role;
  bot: boolean;
  /** Raised to end every session of the player at once; stands in each access token. */
  tokenVersion: number;
  bannedUntilMs: number | null;
  /** Until then no stake of the player's is taken. */
  ageConfirmed: boolean;
  createdAtMs: number;
  accounts: { coins: number; gems: number; credits: number };
}

export interface Balances {
  coins: number;
  credits: number;
  gems: number;
}

export interface IdentityStore {
  /** Makes the player and its empty accounts in one transaction; `nickname` is made unique by a suffix if taken. */
  createPlayer(player: {
    id: string;
    nickname: string;
    bot: boolean;
    ageConfirmed: boolean;
  }): Promise<Player>;
  player(id: string): Promise<Player | null>;
  /** The player said to be of age; for good. */
  confirmAge(id: string): Promise<void>;
  balances(player: Pick<Player, 'id'>): Promise<Balances>;
}

/** Keys that the process signs with. The store seals `privateKey` at rest; public halves stay for ever. */
export interface SigningKey {
  kid: string;
  purpose: 'access' | 'receipt';
  algorithm: 'HS256' | 'EdDSA';
  /** A PKCS#8 DER, or the raw secret of an HS256 key. */
  privateKey: Uint8Array;
  /** JWK of the public half; null for HS256. */
  publicJwk: Record<string, unknown> | null;
  createdAtMs: number;
}

export interface KeyStore {
  /** Oldest first. */
  keys(): Promise<SigningKey[]>;
  /**
   * Inserts unless there is a key of this purpose that was made after `afterMs` (two members may be at it at once);
   * answers the one in force: the newest.
   */
  ensure(key: SigningKey, afterMs: number): Promise<SigningKey>;
  /** Deletes access keys that had a successor before this instant: no token of theirs is good any more. */
  dropAccessKeys(beforeMs: number): Promise<void>;
}
