import type { Rank, Role } from '../../domain/identity/port.ts';
import { FairgroundError } from './errors.ts';
import { exchange, exchangeWithRetry, type HttpDefaults, type HttpRequest } from './http.ts';
import type { SessionStore } from './sessionStore.ts';
import { Observable } from './signal.ts';

export interface SessionPlayer {
  id: string;
  nickname: string;
  rank: Rank;
  role: Role;
}

/** What the server answers when one signs in, and what is kept between visits. */
export interface SessionTokens {
  player: SessionPlayer;
  accessToken: string;
  refreshToken: string;
  expiresAtMs: number;
}

/** The access token is replaced this long before it expires. */
const REFRESH_AHEAD_MS = 60_000;
/** With a wrong local clock every token looks expired: never refresh ahead more often than this. */
const REFRESH_PAUSE_MS = 30_000;

/** Who is signed in. Refreshes its access token before it expires and on a 401, once for all who wait. */
export class Session {
  readonly #http: HttpDefaults;
  readonly #store: SessionStore;
  readonly #player = new Observable<SessionPlayer | null>(null);
  #tokens: SessionTokens | null;
  #refreshing: Promise<SessionTokens> | null = null;
  #refreshedAtMs = Number.NEGATIVE_INFINITY;

  constructor(http: HttpDefaults, store: SessionStore) {
    this.#http = http;
    this.#store = store;
    this.#tokens = parseTokens(store.read());
    this.#player.set(this.#tokens?.player ?? null);
  }

  /** Null while nobody is signed in, and again when the server has ended the session. */
  get player(): Observable<SessionPlayer | null> {
    return this.#player;
  }

  adopt(tokens: SessionTokens): void {
    this.#tokens = tokens;
    this.#refreshedAtMs = this.#http.scheduler.nowMs();
    this.#store.write(JSON.stringify(tokens));
    this.#player.set(tokens.player);
  }

  forget(): void {
    this.#tokens = null;
    this.#store.write(null);
    this.#player.set(null);
  }

  /** A token that is good for a while yet. Throws `unauthorized` when nobody is signed in. */
  async accessToken(): Promise<string> {
    const tokens = this.#tokens;
    if (!tokens) throw new FairgroundError('unauthorized');
    const { scheduler } = this.#http;
    const due = scheduler.wallMs() >= tokens.expiresAtMs - REFRESH_AHEAD_MS;
    if (!due || scheduler.nowMs() - this.#refreshedAtMs < REFRESH_PAUSE_MS) return tokens.accessToken;
    return this.renewed(tokens.accessToken);
  }

  /** A token other than `spent`, which the server refused or which is about to expire. */
  async renewed(spent: string): Promise<string> {
    if (!this.#tokens) throw new FairgroundError('unauthorized');
    if (this.#tokens.accessToken !== spent) return this.#tokens.accessToken;
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return (await this.#refreshing).accessToken;
  }

  /** A request of the signed-in player: with its token, and once more with a new one after a 401. */
  async request<T>(request: Omit<HttpRequest, 'token'>, idempotent: boolean): Promise<T> {
    const token = await this.accessToken();
    try {
      return await exchangeWithRetry<T>(this.#http, { ...request, token }, idempotent);
    } catch (error) {
      if (!(error instanceof FairgroundError) || error.code !== 'unauthorized') throw error;
      const renewed = await this.renewed(token);
      return exchangeWithRetry<T>(this.#http, { ...request, token: renewed }, idempotent);
    }
  }

  #refresh(): Promise<SessionTokens> {
    return this.#store.exclusive(async () => {
      const held = this.#tokens;
      if (!held) throw new FairgroundError('unauthorized');
      // Another tab may have been faster: its successor is ours too, and the spent token would end both sessions.
      const stored = parseTokens(this.#store.read());
      if (stored && stored.refreshToken !== held.refreshToken && stored.player.id === held.player.id) {
        this.adopt(stored);
        return stored;
      }
      try {
        const next = await exchange<SessionTokens>(this.#http, {
          method: 'POST',
          path: '/api/auth/refresh',
          body: { refreshToken: held.refreshToken },
        });
        this.adopt(next);
        return next;
      } catch (error) {
        if (error instanceof FairgroundError && error.code === 'unauthorized') this.forget();
        throw error;
      }
    });
  }
}

function parseTokens(text: string | null): SessionTokens | null {
  if (!text) return null;
  try {
    const value = JSON.parse(text) as Partial<SessionTokens>;
    const whole =
      typeof value.accessToken === 'string' &&
      typeof value.refreshToken === 'string' &&
      typeof value.expiresAtMs === 'number' &&
      typeof value.player?.id === 'string';
    return whole ? (value as SessionTokens) : null;
  } catch {
    return null;
  }
}
