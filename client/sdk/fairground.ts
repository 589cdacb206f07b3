import type {
  GameSummary,
  Page,
  RoundRecord,
  RoundSummary,
  TransferLine,
} from '../../domain/crash/records.ts';
import { CrashTable } from './crashTable.ts';
import { FairgroundError } from './errors.ts';
import { exchangeWithRetry, type HttpDefaults } from './http.ts';
import { Lobby } from './lobby.ts';
import type { RoomLinkOptions } from './roomLink.ts';
import { type Scheduler, systemScheduler } from './scheduler.ts';
import { Session, type SessionPlayer, type SessionTokens } from './session.ts';
import { memorySessionStore, type SessionStore } from './sessionStore.ts';
import { Observable, type Readable } from './signal.ts';
import { WATCHDOG_DEFAULTS, type WatchdogOptions } from './watchdog.ts';
import type {
  Balances,
  CrashFairness,
  DailyGrant,
  JsonWebKeySet,
  LiveTable,
  Me,
  OddsTable,
  PageQuery,
} from './wire.ts';

export interface FairgroundOptions {
  /** Where the server is, such as `http://127.0.0.1:2567`. */
  url: string;
  /** Where the session is kept; in memory when left out. */
  storage?: SessionStore;
  /** The rest has good defaults, and is here for tests and load generators. */
  fetch?: typeof globalThis.fetch;
  scheduler?: Scheduler;
  random?: () => number;
  watchdog?: Partial<WatchdogOptions>;
  /** Round trips by which a room's clock is read on joining (default 5; 0: never). */
  clockSamples?: number;
  /** Pause between later readings (default 20,000 ms; 0: none). */
  clockEveryMs?: number;
}

/** One player's (or spectator's) way to a Fairground server. Every failure is a `FairgroundError`. */
export class Fairground {
  readonly #http: HttpDefaults;
  readonly #session: Session;
  readonly #rooms: Pick<RoomLinkOptions, 'watchdog' | 'clockSamples' | 'clockEveryMs'>;
  readonly #balances = new Observable<Balances | null>(null);
  readonly #tables = new Map<string, CrashTable>();
  #lobby: Lobby | null = null;

  constructor(options: FairgroundOptions) {
    this.#http = {
      url: options.url.replace(/\/+$/, ''),
      fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
      scheduler: options.scheduler ?? systemScheduler,
      random: options.random ?? cryptoRandom,
    };
    this.#session = new Session(this.#http, options.storage ?? memorySessionStore());
    this.#rooms = {
      watchdog: { ...WATCHDOG_DEFAULTS, ...options.watchdog },
      clockSamples: options.clockSamples ?? 5,
      clockEveryMs: options.clockEveryMs ?? 20_000,
    };
  }

  /** Who is signed in; null for a spectator, and again when the server has ended the session. */
  get player(): Readable<SessionPlayer | null> {
    return this.#session.player;
  }

  /** The latest balances that the server told; null before the first. */
  get balances(): Readable<Balances | null> {
    return this.#balances;
  }

  /** Makes a guest account and signs in with it. Betting needs `ageConfirmed: true`, said by the person. */
  async guest(guest: { nickname?: string; ageConfirmed?: boolean } = {}): Promise<SessionPlayer> {
    const tokens = await exchangeWithRetry<SessionTokens>(
      this.#http,
      { method: 'POST', path: '/api/auth/guest', body: guest },
      // Not idempotent: a lost answer must not make a second account by itself.
      false,
    );
    this.#session.adopt(tokens);
    return tokens.player;
  }

  /** Leaves every room and forgets the session here. A guest's account can't be found again afterwards. */
  async signOut(): Promise<void> {
    await this.close();
    this.#session.forget();
    this.#balances.set(null);
  }

  async me(): Promise<Me> {
    const me = await this.#session.request<Me>({ method: 'GET', path: '/api/me' }, true);
    this.#balances.set(me.balances);
    return me;
  }

  /** The daily grant; `already_claimed` (with `details.nextAtMs`) when it was taken today. */
  async daily(): Promise<DailyGrant> {
    const grant = await this.#session.request<DailyGrant>(
      { method: 'POST', path: '/api/me/daily', idempotencyKey: crypto.randomUUID() },
      true,
    );
    this.#balances.set(grant.balances);
    return grant;
  }

  history(query: PageQuery & { game?: string } = {}): Promise<Page<GameSummary>> {
    return this.#session.request({ method: 'GET', path: `/api/me/history${queryString(query)}` }, true);
  }

  transfers(query: PageQuery = {}): Promise<Page<TransferLine>> {
    return this.#session.request({ method: 'GET', path: `/api/me/transfers${queryString(query)}` }, true);
  }

  /** One game of the player with every step. */
  game(gameId: string): Promise<GameSummary> {
    return this.#session.request({ method: 'GET', path: `/api/games/${encodeURIComponent(gameId)}` }, true);
  }

  async tables(): Promise<LiveTable[]> {
    return (await this.#get<Page<LiveTable>>('/api/tables')).items;
  }

  async odds(): Promise<OddsTable[]> {
    return (await this.#get<Page<OddsTable>>('/api/odds')).items;
  }

  fairness(table: string): Promise<CrashFairness> {
    return this.#get(`/api/fairness/crash/${encodeURIComponent(table)}`);
  }

  rounds(table: string, query: PageQuery = {}): Promise<Page<RoundSummary>> {
    return this.#get(`/api/fairness/crash/${encodeURIComponent(table)}/rounds${queryString(query)}`);
  }

  round(table: string, game: number): Promise<RoundRecord> {
    return this.#get(`/api/fairness/crash/${encodeURIComponent(table)}/rounds/${game}`);
  }

  jwks(): Promise<JsonWebKeySet> {
    return this.#get('/.well-known/jwks.json');
  }

  /** The player's personal stream. One per `Fairground`: calling again gives the one that is open. */
  lobby(): Lobby {
    this.#assertSignedIn();
    if (this.#lobby && this.#lobby.status.value.state !== 'offline') return this.#lobby;
    const lobby = new Lobby(this.#http, {
      ...this.#rooms,
      session: this.#session,
      onBalance: (balances) => this.#mergeBalances(balances),
      onLeft: () => {
        if (this.#lobby === lobby) this.#lobby = null;
      },
    });
    this.#lobby = lobby;
    return lobby;
  }

  /** A seat at a table, to play. One per table: calling again gives the one that is open. */
  crash(table: string): CrashTable {
    this.#assertSignedIn();
    return this.#seat(table, this.#session);
  }

  /** A seat at a table, to watch: without an account. */
  watch(table: string): CrashTable {
    return this.#seat(table, null);
  }

  /** Leaves every room; the session is kept. */
  async close(): Promise<void> {
    await Promise.all([this.#lobby?.leave(), ...[...this.#tables.values()].map((table) => table.leave())]);
  }

  /** Every room that waits for its next try tries now: for a browser's `online` event. */
  retryNow(): void {
    this.#lobby?.retryNow();
    for (const table of this.#tables.values()) table.retryNow();
  }

  #seat(table: string, session: Session | null): CrashTable {
    const key = `${session ? 'play' : 'watch'} ${table}`;
    const open = this.#tables.get(key);
    if (open && open.status.value.state !== 'offline') return open;
    const seat = new CrashTable(this.#http, {
      ...this.#rooms,
      table,
      session,
      onBalance: (coins) => this.#mergeBalances({ coins }),
      onLeft: () => {
        if (this.#tables.get(key) === seat) this.#tables.delete(key);
      },
    });
    this.#tables.set(key, seat);
    return seat;
  }

  #get<T>(path: string): Promise<T> {
    return exchangeWithRetry<T>(this.#http, { method: 'GET', path }, true);
  }

  #mergeBalances(balances: Partial<Balances>): void {
    const known = this.#balances.value ?? { coins: 0, credits: 0 };
    this.#balances.set({ ...known, ...balances });
  }

  #assertSignedIn(): void {
    if (!this.#session.player.value) throw new FairgroundError('unauthorized');
  }
}

/** A fraction in [0, 1), for the spread of retries. */
function cryptoRandom(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;
}

function queryString(query: PageQuery & { game?: string }): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) parameters.set(name, String(value));
  }
  return parameters.size > 0 ? `?${parameters}` : '';
}
