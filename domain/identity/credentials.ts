import type { Player } from './port.ts';

/** So many failed log-ins in a row lock the pair of account and address ... */
export const MOST_LOGIN_FAILURES = 5;
/** ... for so long since the last one; a pause of that length starts the count anew. */
export const LOGIN_LOCK_MS = 10 * 60_000;

/** What is needed to judge a log-in. */
export interface Credentials {
  player: Player;
  /** Null for an account without a password: a guest's, a bot's. */
  passwordHash: string | null;
}

export interface CredentialStore {
  /** The account of that name, however it is cased; null when there is none. */
  credentials(nickname: string): Promise<Credentials | null>;
  /**
   * Counts a log-in before its password is looked at, so that attempts at the same moment can't pass by each other.
   * @param pair names account and address
   * @returns 0: it may go on; else how long the pair stays locked, in ms
   */
  countLogin(pair: string): Promise<number>;
  /** The counted log-in never came to its password: it does not count. */
  uncountLogin(pair: string): Promise<void>;
  /** The log-in succeeded: nothing is held against the pair any more. */
  forgetLogins(pair: string): Promise<void>;
  /** Drops the pairs whose count would start anew anyway. Answers how many. */
  purgeLogins(): Promise<number>;
  /** Makes the player an admin with this password; every session it had ends. */
  makeAdmin(playerId: string, passwordHash: string): Promise<void>;
}
