import type { Player } from './port.ts';

/** A spent refresh token may be shown again for so long: two tabs refresh at once, or an answer was lost. */
export const REFRESH_GRACE_MS = 10_000;

/** A player as one of their log-ins: what a token stands for. */
export interface SignedIn extends Player {
  loginId: string;
}

/** One log-in: a device with its chain of refresh tokens. */
export interface Login {
  loginId: string;
  /** As the client named itself. */
  userAgent: string;
  createdAtMs: number;
  /** When it last signed in or refreshed. */
  lastUsedAtMs: number;
  expiresAtMs: number;
}

/** A player with the log-ins that are open. */
export interface Standing {
  player: Player;
  loginIds: string[];
}

/** What became of a refresh token. */
export type Refreshed =
  | { outcome: 'continued'; player: Player; loginId: string; refreshToken: string }
  /** Not spent: for a guest it is the only way back when the ban is over. */
  | { outcome: 'banned'; player: Player }
  /** Unknown, expired, or of a log-in that has ended. */
  | { outcome: 'refused' }
  /** It was spent, and shown again later than the grace allows: somebody else has it. Its log-in has ended. */
  | { outcome: 'reused'; playerId: string; loginId: string };

export interface LoginStore {
  /** Null when there is no such player. */
  standing(playerId: string): Promise<Standing | null>;
  /** Opens a log-in with its first token; of the player's, the oldest beyond `most` end. Answers those. */
  open(
    login: {
      loginId: string;
      playerId: string;
      refreshToken: string;
      userAgent: string;
      expiresAtMs: number;
    },
    most: number,
  ): Promise<string[]>;
  /** A new first token for a log-in that goes on; all earlier ones are unknown from then on. */
  renew(loginId: string, refreshToken: string, expiresAtMs: number): Promise<void>;
  /**
   * Spends a token for its successor. Within the grace the same token gets the same successor again, or the latest
   * there is: there is one line of descent.
   * @param salt 32 random bytes, of which the successor is made together with the token
   */
  refresh(
    refreshToken: string,
    next: { salt: Uint8Array; userAgent: string; nowMs: number; expiresAtMs: number },
  ): Promise<Refreshed>;
  /** Newest use first. */
  list(playerId: string): Promise<Login[]>;
  /** False when the player has no such log-in. */
  end(playerId: string, loginId: string): Promise<boolean>;
  /** Ends all, and every access token with them. Answers which. */
  endAll(playerId: string): Promise<string[]>;
  /** Which of these are open. */
  stillOpen(loginIds: readonly string[]): Promise<Set<string>>;
  /** Drops what has expired. Answers how many log-ins. */
  purge(): Promise<number>;
}
