import type { JobNews, JobStore } from '../domain/backtest/port.ts';
import type { Broadcast, BroadcastTarget } from '../domain/broadcast/broadcast.ts';
import type { Chain, CrashStore, Tenure } from '../domain/crash/port.ts';
import type { TableSettingStore } from '../domain/crash/tableSetting.ts';
import type { TableRules } from '../domain/crash/tables.data.ts';
import type { Counters } from '../domain/events/counters.ts';
import type { EventDraft, GameEvent, Topic } from '../domain/events/event.ts';
import type { Frame } from '../domain/events/frame.ts';
import type { GachaBanner } from '../domain/gacha/banner.ts';
import type { LoadedOdds } from '../domain/games/odds.ts';
import type { GameStateStore, PlayedGames, SessionStore } from '../domain/games/port.ts';
import type { SeedPairStore } from '../domain/games/seeds.ts';
import type { SignedIn } from '../domain/identity/logins.ts';
import type { Balances, Player } from '../domain/identity/port.ts';
import type { LedgerStore } from '../domain/ledger/port.ts';
import type { LimitStore } from '../domain/limits/port.ts';
import type { NoticeStore } from '../domain/notices/port.ts';
import type { ReceiptPayload } from '../domain/protocol/crash.ts';
import type { Failure } from '../domain/protocol/errors.ts';
import type { Result } from '../domain/result.ts';
import type { RpsOdds } from '../domain/rps/odds.ts';
import type { SlotMachine } from '../domain/slots/machine.ts';

/** Whole epoch milliseconds that never step back, aligned with the database's clock. */
export interface Clock {
  nowMs(): number;
  /** From now on never before this instant, which another process already used: it may only jump forward. */
  notBefore(ms: number): void;
}

/** Tells whether this process just stood still. */
export interface StallGuard {
  /** The instant since which the process stood still, if that is over 1 s ago; else null. */
  check(nowMs: number): number | null;
}

export interface Log {
  info(bindings: object, message: string): void;
  warn(bindings: object, message: string): void;
  error(bindings: object, message: string): void;
}

/** Secrets of the seed chains. A game's hash is asked for at its launch and never shown before it settled. */
export interface Seeds {
  /** The chain that `game` is played on; activates the announced chain when its turn has come. */
  chainOf(table: string, game: number): Promise<Result<Chain>>;
  gameHash(chain: Chain, game: number): Promise<Result<string>>;
}

/** What a player's personal stream carries. */
export type PlayerEvent =
  | { type: 'balance'; balances: Partial<Balances> }
  | { type: 'notice'; sequence: number; kind: string; data: Record<string, unknown> };

export interface PlayerFeed {
  publish(playerId: string, event: PlayerEvent): void;
  /** Returns the function that ends the subscription. */
  subscribe(playerId: string, listener: (event: PlayerEvent) => void): () => void;
}

export interface LiveTable extends TableRules {
  phase: 'betting' | 'flying' | 'settled' | 'paused';
  players: number;
  roomId: string;
  publicAddress: string;
}

export interface TableDirectory {
  list(): LiveTable[];
  rules(table: string): TableRules | null;
  /** Called by a table's room whenever what the list shows of it has changed. */
  update(
    table: string,
    live: { phase: LiveTable['phase']; players: number; roomId: string; rules: TableRules },
  ): void;
  /** Calls the listener at most twice a second while the list changes. */
  subscribe(listener: () => void): () => void;
}

/** What the keeper asks of, and tells, the room of a table it keeps. */
export interface AttendedTable {
  /** Until when players have been served without a break, for the heartbeat; null while a gap is not recorded. */
  servedUntilMs(): number | null;
  /** What the list of tables shows of it. */
  shown(): Pick<LiveTable, 'phase' | 'players' | 'roomId'>;
  /** The lease is lost. */
  lost(): void;
  /** The table belongs to another process: play the round under way to its end, then give the table up. */
  handOver(): void;
}

/** How a table's room comes to own it: taken once by the room that the table's keeper creates. */
export interface Tenancy {
  /** The tenure waiting for the room that names this ticket, or null when a client tries to open a table by itself. */
  take(ticket: unknown): {
    tenure: Tenure;
    rules: TableRules;
    attend(table: AttendedTable): void;
    /** The room has taken up what the last owner left: the table is live. */
    playing(): void;
  } | null;
  /** The room noticed that it lost the lease, or can't go on: the keeper gives the table up. */
  giveUp(
    tenure: Tenure,
    reason: 'fenced' | 'fault' | 'drained',
    servedUntilMs?: number | null,
  ): Promise<void>;
  /** The room of a table that was lost has closed. */
  closed(tenure: Tenure): void;
}

/** Backtests as their watchers need them. */
export interface Backtests extends Pick<JobStore, 'job' | 'cancel'> {
  /**
   * Tells the listener how the job goes on, at most 4 times a second, in whatever process it runs. Returns the
   * function that ends it.
   */
  watch(jobId: string, listener: (news: JobNews) => void): () => void;
}

/** Who is banned, as far as this process knows: within moments of a ban on whatever process. */
export interface Bans {
  isBanned(playerId: string): boolean;
  /** What a banned player's new stake is refused with; null: not banned. */
  refusal(playerId: string): Failure | null;
  /** Tells of each ban as it begins. Returns the function that ends it. */
  onBan(listener: (playerId: string) => void): () => void;
  /** True while a crash bet or a match of the player's is open anywhere. @throws when the database is away */
  hasOpenStakes(playerId: string): Promise<boolean>;
}

/** Counts how long players play, by the account of their coins: once, however many rooms it is. */
export interface PlayTime {
  /** The player plays from now on, until what is returned is called. */
  enters(accountId: number): () => void;
  /** The player plays for so long in no room of their own, from an instant that may be past. */
  plays(accountId: number, fromMs: number, forMs: number): void;
}

export interface Standings {
  /** The player with the rank and role of now: a connection may be older than they are. */
  current(player: Player): Player;
  /** Tells whose ban, rank or role has changed. Returns the function that ends it. */
  onChange(listener: (playerId: string) => void): () => void;
}

/** Who sends a message: null where nobody is signed in. */
export interface Asker {
  readonly player: Pick<Player, 'id'> | null;
  readonly address: string;
}

export interface RoomMetrics {
  /** A request was answered: with `ok` or an error's code. */
  request(room: string, type: string, code: string, durationMs: number, asker: Asker): void;
}

/** How many messages players and addresses may send (`domain/rates/SPEC.md`). */
export interface MessageRates {
  /** Made once for each kind of message, and asked for each: null lets it through. */
  message(room: string, type: string): (asker: Asker) => Failure | null;
}

/** Where is told what has happened, once it is committed. */
export interface EventSink {
  /** Cheap, and never throws: thousands a second go through it. */
  publish(draft: EventDraft): void;
}

/** What rooms hold right now, for the counters: each call replaces what was said of the same place before. */
export interface Occupancy {
  /** Signed-in players in the lobby. */
  players(count: number): void;
  /** Connections without an account. */
  watchers(place: string, count: number): void;
  /** Coins staked in games that have not ended. */
  openStakes(place: string, coins: number): void;
}

/** The events of the whole cluster, as the monitor shows them. */
export interface MonitorFeed {
  /** The latest of these topics, at most 200, oldest first. */
  snapshot(topics: ReadonlySet<Topic>): GameEvent[];
  /** At most 4 frames a second. Returns the function that ends it. */
  onFrame(listener: (frame: Frame) => void): () => void;
  counters(): Counters;
}

/** What operators say to many (`domain/broadcast/SPEC.md`). */
export interface BroadcastPort {
  /** What this seat is to be told on joining, in the order of their start. */
  live(seat: BroadcastTarget): Broadcast[];
  /** Tells the seat what becomes live while it sits. Returns the function that ends it. */
  subscribe(seat: BroadcastTarget, listener: (broadcast: Broadcast) => void): () => void;
}

/** Where is written that somebody asked a room for what is for operators, and was refused. */
export interface RefusalTrail {
  /** Never fails: what could not be written is in the log. */
  refused(by: { player: SignedIn; address: string }, action: string, target: string): Promise<void>;
}

/** What operators set for banners. */
export interface BannerPort {
  isActive(banner: string): boolean;
  /** Calls the listener when the stock of any banner was set: what is held of it is outdated. */
  onStockSet(listener: () => void): () => void;
}

/** All that a room needs from outside. Made by `server/main.ts`; a room never reaches for anything else. */
export interface RoomPorts {
  clock: Clock;
  /** A guard of one's own: tells of each stall of this process once. */
  newStallGuard(): StallGuard;
  log: Log;
  metrics: RoomMetrics;
  rates: MessageRates;
  newUuid(): string;
  authenticate(token: string): Promise<Result<SignedIn>>;
  /** Checks ban, token version and session again, by a fresh look: for reconnections. */
  standing(player: SignedIn): Promise<Result<SignedIn>>;
  /** The same by a look that is at most 2 s old. */
  current(player: Player): Promise<Result<Player>>;
  balances(player: Pick<Player, 'id'>): Promise<Balances>;
  ledger: LedgerStore;
  crash: CrashStore;
  seeds: Seeds;
  games: GameStateStore & PlayedGames;
  seedPairs: SeedPairStore;
  sessions: SessionStore;
  /** What the session rooms play by: read from the data files when the process starts. */
  odds: {
    machines: ReadonlyMap<string, LoadedOdds<SlotMachine>>;
    banners: ReadonlyMap<string, LoadedOdds<GachaBanner>>;
    rps: LoadedOdds<RpsOdds>;
  };
  backtests: Backtests;
  bans: Bans;
  limits: Pick<LimitStore, 'refusal'>;
  playTime: PlayTime;
  standings: Standings;
  trail: RefusalTrail;
  notices: NoticeStore;
  receipts: { sign(payload: ReceiptPayload): string };
  feed: PlayerFeed;
  events: EventSink;
  occupancy: Occupancy;
  monitor: MonitorFeed;
  tables: TableDirectory;
  tableSettings: Pick<TableSettingStore, 'read'>;
  banners: BannerPort;
  broadcasts: BroadcastPort;
  /** What the process opens its lobby and its monitor with; a client that asks for one can't know it. */
  lobbyTicket: string;
  tenancy: Tenancy;
  /** How long a flight may go on here once the process was asked to stop; falls to 0 when it is asked twice. */
  drainMs(): number;
  /** True once the process is shutting down or too busy for new joins: with the code to answer. */
  refusal(): 'draining' | 'busy' | null;
}
