import type { RoundRecord, RoundSummary } from '../../domain/crash/records.ts';
import type { Topic } from '../../domain/events/event.ts';
import type {
  CrashGameSummary,
  GameName,
  GameSummary,
  PlayerStatistics,
  TransferLine,
} from '../../domain/games/records.ts';
import type { SeedsView } from '../../domain/games/seeds.ts';
import type { Page } from '../../domain/page.ts';
import type { SessionSummary } from '../../domain/protocol/session.ts';
import { Account, type SignUpWish } from './account.ts';
import { BacktestRun } from './backtestRun.ts';
import { Backtests } from './backtests.ts';
import { type Caller, callerOf } from './caller.ts';
import { CrashTable } from './crashTable.ts';
import { Datasets } from './datasets.ts';
import { FairgroundError } from './errors.ts';
import { exchangeWithRetry, type HttpDefaults } from './http.ts';
import { PlayerLimits } from './limits.ts';
import { Lobby } from './lobby.ts';
import { Monitor } from './monitor.ts';
import { OpenRooms } from './openRooms.ts';
import { type FairgroundOptions, httpDefaults, type RoomDefaults, roomDefaults } from './options.ts';
import { OwnSeeds } from './ownSeed.ts';
import { queryString } from './queryString.ts';
import type { PlayRoom, PlayRoomOptions } from './roomSession.ts';
import { RpsMatch } from './rpsMatch.ts';
import { Session, type SessionPlayer } from './session.ts';
import { memorySessionStore, type SessionStore } from './sessionStore.ts';
import { GachaSession, RpsSession, SlotsSession } from './sessions.ts';
import { type Emitter, Observable, type Readable } from './signal.ts';
import { Strategies } from './strategies.ts';
import type {
  Balances,
  Broadcast,
  CrashFairness,
  DailyGrant,
  JsonWebKeySet,
  KeptOdds,
  LiveTable,
  Me,
  OddsTable,
  PageQuery,
  RecalledGame,
  Rotation,
} from './wire.ts';

/** One player's (or spectator's) way to a Fairground server. Every failure is a `FairgroundError`. */
export class Fairground {
  readonly account: Account;
  readonly backtests: Backtests;
  readonly datasets: Datasets;
  readonly limits: PlayerLimits;
  readonly strategies: Strategies;
  /** For groups of routes that not everybody needs: `new Admin(fairground.caller)`. */
  readonly caller: Caller;
  readonly #http: HttpDefaults;
  readonly #session: Session;
  readonly #rooms: RoomDefaults;
  readonly #balances = new Observable<Balances | null>(null);
  readonly #open = new OpenRooms();
  readonly #hands: SessionStore;
  readonly #ownSeeds = new OwnSeeds({
    seeds: () => this.seeds(),
    rotate: async (clientSeed) => (await this.rotateSeeds(clientSeed)).active,
  });

  constructor(options: FairgroundOptions) {
    this.#http = httpDefaults(options);
    this.#session = new Session(this.#http, options.storage ?? memorySessionStore());
    this.#hands = options.hands ?? memorySessionStore();
    this.#rooms = roomDefaults(options);
    this.account = new Account(this.#http, this.#session, () => this.#leave());
    const caller = callerOf(this.#http, this.#session);
    this.caller = caller;
    this.backtests = new Backtests(caller);
    this.datasets = new Datasets(caller);
    this.limits = new PlayerLimits(caller);
    this.strategies = new Strategies(caller);
  }

  /** Who is signed in; null for a spectator, and again when the server has ended the session. */
  get player(): Readable<SessionPlayer | null> {
    return this.#session.player;
  }

  /** The latest balances that the server told; null before the first. */
  get balances(): Readable<Balances | null> {
    return this.#balances;
  }

  /** What operators say to many, in whatever room it came: each once. */
  get broadcasts(): Emitter<Broadcast> {
    return this.#open.broadcasts;
  }

  /** See `Account.guest`. */
  guest(guest: { nickname?: string; ageConfirmed?: boolean } = {}): Promise<SessionPlayer> {
    return this.account.guest(guest);
  }

  /** See `Account.login`. */
  login(named: { nickname: string; password: string }): Promise<SessionPlayer> {
    return this.account.login(named);
  }

  /** See `Account.signUp`. */
  signUp(wish: SignUpWish): Promise<SessionPlayer> {
    return this.account.signUp(wish);
  }

  /** See `Account.logout`. A guest's account can't be found again afterwards. */
  logout(): Promise<void> {
    return this.account.logout();
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

  history(query: PageQuery & { game?: GameName } = {}): Promise<Page<GameSummary>> {
    return this.#session.request({ method: 'GET', path: `/api/me/history${queryString(query)}` }, true);
  }

  transfers(query: PageQuery = {}): Promise<Page<TransferLine>> {
    return this.#session.request({ method: 'GET', path: `/api/me/transfers${queryString(query)}` }, true);
  }

  /** One game of the player with every step. */
  game(gameId: string): Promise<CrashGameSummary | RecalledGame> {
    return this.#session.request({ method: 'GET', path: `/api/games/${encodeURIComponent(gameId)}` }, true);
  }

  /** The player's ended sessions. */
  sessions(query: PageQuery = {}): Promise<Page<SessionSummary>> {
    return this.#session.request({ method: 'GET', path: `/api/me/sessions${queryString(query)}` }, true);
  }

  statistics(): Promise<PlayerStatistics> {
    return this.#session.request({ method: 'GET', path: '/api/me/statistics' }, true);
  }

  /** The player's active pair of seeds, and the hash of the next one. */
  seeds(): Promise<SeedsView> {
    return this.#session.request({ method: 'GET', path: '/api/fairness/seeds' }, true);
  }

  /**
   * Reveals the active server seed and goes on with the announced next one and this client seed (1 to 64
   * printable ASCII characters). Without one the server makes it, and it does not count as chosen.
   */
  rotateSeeds(clientSeed?: string): Promise<Rotation> {
    return this.#session.request(
      { method: 'POST', path: '/api/fairness/seeds/rotate', body: clientSeed ? { clientSeed } : {} },
      // After a lost answer a repeat would reveal the pair that has just become active.
      false,
    );
  }

  /** The seeds after a client seed was made here for a player's first game; null when that was not needed. */
  get seedMade(): Readable<SeedsView | null> {
    return this.#ownSeeds.made;
  }

  async tables(): Promise<LiveTable[]> {
    return (await this.#get<Page<LiveTable>>('/api/tables')).items;
  }

  async odds(): Promise<OddsTable[]> {
    return (await this.#get<Page<OddsTable>>('/api/odds')).items;
  }

  /** Any odds table ever played by, for the verifier. */
  oddsByHash(oddsHash: string): Promise<KeptOdds> {
    return this.#get(`/api/odds/${encodeURIComponent(oddsHash)}`);
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
    return this.#open.open(
      'lobby',
      (onLeft) =>
        new Lobby(this.#http, {
          ...this.#rooms,
          session: this.#session,
          onBalance: (balances) => this.#mergeBalances(balances),
          onLeft,
        }),
    );
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

  /** A session at a slot machine. One per machine: calling again gives the one that is open. */
  slots(machine: string): SlotsSession {
    return this.#playRoom(`slots ${machine}`, (options) => new SlotsSession(this.#http, options, machine));
  }

  /** A session at a gacha banner. One per banner. */
  gacha(banner: string): GachaSession {
    return this.#playRoom(`gacha ${banner}`, (options) => new GachaSession(this.#http, options, banner));
  }

  /** A session of rock-paper-scissors against the house. */
  rps(): RpsSession {
    return this.#playRoom('rps', (options) => new RpsSession(this.#http, options));
  }

  /** A seat in a match of rock-paper-scissors between two players, for this stake. */
  rpsMatch(betCoins: number): RpsMatch {
    const playerId = this.#session.player.value?.id ?? '';
    return this.#playRoom(
      `rps_match ${betCoins}`,
      (options) => new RpsMatch(this.#http, { ...options, betCoins, playerId, hands: this.#hands }),
    );
  }

  /** A backtest, live: with a session one's own and public ones, without one public ones. One per job. */
  backtest(jobId: string): BacktestRun {
    const session = this.#session.player.value ? this.#session : null;
    return this.#open.open(
      `backtest ${session ? 'own' : 'watch'} ${jobId}`,
      (onLeft) => new BacktestRun(this.#http, { ...this.#rooms, jobId, session, clockSamples: 0, onLeft }),
    );
  }

  /**
   * What happens everywhere, live: without an account too; with one that may see names, with names. Calling again
   * gives the one that is open: its `setTopics` changes what it tells.
   */
  monitor(options: { topics?: readonly Topic[] } = {}): Monitor {
    const session = this.#session.player.value ? this.#session : null;
    return this.#open.open(
      `monitor ${session ? 'own' : 'watch'}`,
      (onLeft) => new Monitor(this.#http, { ...this.#rooms, ...options, session, onLeft }),
    );
  }

  /** Leaves every room; the session is kept. */
  async close(): Promise<void> {
    await Promise.all(this.#open.all().map((room) => room.leave()));
  }

  /** Every room that waits for its next try tries now: for a browser's `online` event. */
  retryNow(): void {
    for (const room of this.#open.all()) room.retryNow();
  }

  #playRoom<Room extends PlayRoom>(key: string, make: (options: PlayRoomOptions) => Room): Room {
    this.#assertSignedIn();
    return this.#open.open(key, (onLeft) =>
      make({
        ...this.#rooms,
        session: this.#session,
        ready: () => this.#ownSeeds.ready(this.#session.player.value?.id ?? ''),
        onBalance: (coins) => this.#mergeBalances({ coins }),
        onLeft,
      }),
    );
  }

  #seat(table: string, session: Session | null): CrashTable {
    return this.#open.open(
      `crash ${session ? 'play' : 'watch'} ${table}`,
      (onLeft) =>
        new CrashTable(this.#http, {
          ...this.#rooms,
          table,
          session,
          onBalance: (coins) => this.#mergeBalances({ coins }),
          onLeft,
        }),
    );
  }

  #get<T>(path: string): Promise<T> {
    return exchangeWithRetry<T>(this.#http, { method: 'GET', path }, true);
  }

  #mergeBalances(balances: Partial<Balances>): void {
    const known = this.#balances.value ?? { coins: 0, credits: 0 };
    this.#balances.set({ ...known, ...balances });
  }

  async #leave(): Promise<void> {
    await this.close();
    this.#balances.set(null);
  }

  #assertSignedIn(): void {
    if (!this.#session.player.value) throw new FairgroundError('unauthorized');
  }
}
