import { FairgroundError } from './errors.ts';
import { exchangeWithRetry, type HttpDefaults } from './http.ts';
import type { Session, SessionPlayer, SessionTokens } from './session.ts';

export interface SignUpWish {
  nickname: string;
  password: string;
  inviteCode: string;
  ageConfirmed?: boolean;
}

export type InviteState = 'valid' | 'expired' | 'used_up' | 'unknown';

/** A device on which one is signed in. */
export interface LoginSession {
  sessionId: string;
  /** As the client named itself; may be empty. */
  userAgent: string;
  createdAtMs: number;
  /** When it signed in or last refreshed its tokens. */
  lastUsedAtMs: number;
  expiresAtMs: number;
  /** The one that asks. */
  current: boolean;
}

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

  /**
   * Gives a name and a password to whoever is signed in as a guest, who keeps everything, or to a new account. What is
   * wrong is `invalid_request` with `details.field` and `details.reason`.
   */
  async signUp(wish: SignUpWish): Promise<SessionPlayer> {
    const path = '/api/auth/signup';
    if (this.#session.player.value === null) return this.#enter(path, wish);
    const tokens = await this.#session.request<SessionTokens>({ method: 'POST', path, body: wish }, false);
    this.#session.adopt(tokens);
    return tokens.player;
  }

  /** Whether one can sign up with this code. */
  async invite(code: string): Promise<InviteState> {
    const path = `/api/invites/${encodeURIComponent(code)}`;
    return (await exchangeWithRetry<{ state: InviteState }>(this.#http, { method: 'GET', path }, true)).state;
  }

  /** Ends this session: leaves every room, and forgets it here even if the server can't be told. */
  async logout(): Promise<void> {
    await this.#leave();
    try {
      await this.#session.request({ method: 'POST', path: '/api/auth/logout' }, false);
    } catch (error) {
      if (!(error instanceof FairgroundError)) throw error;
    }
    this.#session.forget();
  }

  /** Ends this session and all others of the account. Throws when the server can't be told. */
  async logoutEverywhere(): Promise<void> {
    await this.#session.request({ method: 'POST', path: '/api/auth/logout-all' }, true);
    await this.#forget();
  }

  /** Where one is signed in, the latest used first; `registered`: the account has a password, and is no guest's. */
  sessions(): Promise<{ items: LoginSession[]; registered: boolean }> {
    return this.#session.request({ method: 'GET', path: '/api/auth/sessions' }, true);
  }

  /** Ends one of one's sessions. */
  async endSession(sessionId: string): Promise<void> {
    const path = `/api/auth/sessions/${encodeURIComponent(sessionId)}`;
    await this.#session.request({ method: 'DELETE', path }, true);
  }

  /** All that is kept of one, as JSON. */
  exportData(): Promise<Record<string, unknown>> {
    return this.#session.request({ method: 'GET', path: '/api/me/export' }, true);
  }

  /** Takes oneself out of the account, for good. `unfinished_game` while a stake is open. */
  async delete(password?: string): Promise<void> {
    const body = { confirm: true, ...(password === undefined ? {} : { password }) };
    await this.#session.request({ method: 'POST', path: '/api/me/delete', body }, false);
    await this.#forget();
  }

  async #forget(): Promise<void> {
    this.#session.forget();
    await this.#leave();
  }

  async #enter(path: string, body: object): Promise<SessionPlayer> {
    const tokens = await exchangeWithRetry<SessionTokens>(this.#http, { method: 'POST', path, body }, false);
    // Rooms are their player's.
    if (this.#session.player.value?.id !== tokens.player.id) await this.#leave();
    this.#session.adopt(tokens);
    return tokens.player;
  }
}
