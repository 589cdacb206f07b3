import type { RecordBuilder, RecordBytes } from '../../db/recordBuilder.ts';
import type { DatasetBytes } from '../../db/stores/datasetBytes.ts';
import type { AuditStore } from '../../domain/audit/port.ts';
import type { DatasetStore } from '../../domain/backtest/datasets.ts';
import type { JobStore } from '../../domain/backtest/port.ts';
import type { JobQueue } from '../../domain/backtest/queue.ts';
import type { StrategyStore } from '../../domain/backtest/strategies.ts';
import type { OperatorReads } from '../../domain/crash/operatorReads.ts';
import type { ChainStore } from '../../domain/crash/port.ts';
import type { CrashReads } from '../../domain/crash/records.ts';
import type { Counters } from '../../domain/events/counters.ts';
import type { GameStateStore, OddsTableStore, SessionStore } from '../../domain/games/port.ts';
import type { GameReads } from '../../domain/games/records.ts';
import type { SeedPairStore } from '../../domain/games/seeds.ts';
import type { PlayerAdministration } from '../../domain/identity/administration.ts';
import type { InviteStore, SignUpStore } from '../../domain/identity/invites.ts';
import type { Balances, IdentityStore } from '../../domain/identity/port.ts';
import type { PrivacyStore } from '../../domain/identity/privacy.ts';
import type { RankStore } from '../../domain/identity/rankStore.ts';
import type { LedgerStore } from '../../domain/ledger/port.ts';
import type { LimitStore } from '../../domain/limits/port.ts';
import type { NoticeStore } from '../../domain/notices/port.ts';
import type { ErrorCode } from '../../domain/protocol/errors.ts';
import type { AnomalyStore, WatchStore } from '../../domain/watch/port.ts';
import type { EventSink, PlayerFeed, RoomPorts, TableDirectory } from '../../rooms/ports.ts';
import type { OperatorGrants } from '../admin/grants.ts';
import type { StandingChange } from '../admin/standings.ts';
import type { Auth } from '../auth/auth.ts';
import type { Grants } from '../auth/grants.ts';
import type { Imports } from '../datasets/imports.ts';
import type { Entropy } from '../entropy.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { Operate } from '../operate/operate.ts';
import type { VoidRound } from '../operate/voiding.ts';
import type { Ranks } from '../ranks.ts';
import type { Rates } from '../rates/rates.ts';
import type { ColyseusTools } from '../tools/colyseusTools.ts';

export interface Readiness {
  /** False: this process can't serve, and a load balancer should leave it out. */
  ready: boolean;
  /** What is away while it serves nevertheless. */
  degraded: string[];
  checks: Record<string, unknown>;
}

/** All that HTTP needs from outside. Made by `server/main.ts`. */
export interface HttpDeps {
  clock: { nowMs(): number };
  entropy: Entropy;
  logger: Logger;
  metrics: Metrics;
  auth: Auth;
  rates: Pick<Rates, 'route' | 'joinPace'>;
  grants: Grants;
  events: EventSink;
  /** How the cluster stands, as the monitor shows it. */
  counters(): Counters;
  identity: IdentityStore;
  invites: InviteStore;
  privacy: PrivacyStore;
  limits: LimitStore;
  rankHistory: RankStore['rankHistory'];
  accounts: SignUpStore;
  /** The code of the settings that anybody may sign up with. */
  inviteCode: string;
  audit: AuditStore;
  players: PlayerAdministration;
  ranks: Ranks;
  operatorGrants: OperatorGrants;
  /** A player's ban, role or rank was changed: every process is told. Resolves once it counts in this one. */
  standingChanged(playerId: string, change: StandingChange): Promise<void>;
  /** Money was moved for these players: their lobbies are told, on whatever process they are. */
  balancesChanged(playerIds: readonly string[]): Promise<void>;
  /** Whether the player is in a lobby, on whatever process. */
  isOnline(playerId: string): Promise<boolean>;
  returnWatch: Pick<WatchStore, 'standings' | 'restart'>;
  anomalies: Pick<AnomalyStore, 'list'>;
  /** A net win of a UTC day from which on a player stands out. */
  winAlarmCoins: number;
  /** Colyseus' own monitor and playground; null where they are off. */
  tools: ColyseusTools | null;
  reads: CrashReads;
  gameReads: GameReads;
  sessions: Pick<SessionStore, 'list'>;
  seedPairs: Pick<SeedPairStore, 'seeds' | 'rotate'>;
  /** What the session rooms play by, and all that they ever played by. */
  odds: RoomPorts['odds'];
  oddsTables: Pick<OddsTableStore, 'byHash'>;
  records: Pick<RecordBuilder, 'ofBet'>;
  /** A settled round's public record; null when there is none. */
  record(table: string, game: number): Promise<RecordBytes | null>;
  chains: Pick<ChainStore, 'chains'>;
  jobs: JobStore & JobQueue;
  ledger: Pick<LedgerStore, 'lookup'>;
  datasets: DatasetStore;
  datasetBytes: DatasetBytes;
  imports: Pick<Imports, 'csv'>;
  strategies: StrategyStore;
  tables: Pick<TableDirectory, 'list' | 'rules'>;
  operate: Pick<Operate, 'broadcasts' | 'settings' | 'banners'>;
  notices: Pick<NoticeStore, 'appendAll'>;
  games: Pick<GameStateStore, 'stock'>;
  /** Tells players' lobbies, on whatever process. */
  feed: Pick<PlayerFeed, 'publish'>;
  voidRound: VoidRound;
  operatorReads: OperatorReads;
  readiness(): Promise<Readiness>;
  /** `createMatchmaking`: what is under /matchmake/. */
  colyseus(request: Request, log: Logger): Promise<Response>;
  /** A request was refused for a reason of the client's. */
  refused(client: { playerId: string } | { address: string }, code: ErrorCode): void;
  /** Tells a player's open lobbies. */
  publishBalance(playerId: string, balances: Balances): void;
  /** True for an exception that means that the database does not answer. */
  isOutage(error: unknown): boolean;
  /** The built client; without it only the API is served. */
  staticDir: string;
}
