import { exchangeWithRetry, type HttpDefaults } from './http.ts';
import type { Session, SessionPlayer, SessionTokens } from './session.ts';

/** Signing in and out. */
export class Account {
  readonly #http: HttpDefaults;
  readonly #session: Session;
  readonly #leave: () => Promise<void>;

  /** @param leave leaves all that belongs to whoever is signed in */
  constructor(http: HttpDefaults, session: Session, leave: () => Promise<void>) {
    this.#http = http;
    this.#session = session;
    this.#leave = leave;
  }

  /** Makes a guest account and signs in with it. Betting needs `ageConfirmed: true`, said by the person. */
  guest(guest: { nickname?: string; ageConfirmed?: boolean }): Promise<SessionPlayer> {
    // Not idempotent: a lost answer must not make a second account by itself.
    return this.#enter('/api/auth/guest', guest);
  }

  /**
   * Signs in with an account's name and password. `unauthorized` when they don't belong together, `locked_out` (with
   * `details.retryAfterSeconds`) after five failures, `busy` when too many log in at once.
   */
  login(named: { nickname: string; password: string }): Promise<SessionPlayer> {
    // Not idempotent: each try counts against the lock.
    return this.#enter('/api/auth/login', named);
  }

  async #enter(path: string, body: object): Promise<SessionPlayer> {
    const tokens = await exchangeWithRetry<SessionTokens>(this.#http, { method: 'POST', path, body }, false);
    // Rooms are their player's.
    if (this.#session.player.value?.id !== tokens.player.id) await this.#leave();
    this.#session.adopt(tokens);
    return tokens.player;
  }
}
