import type { MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';
import type { AuditStore } from '../domain/audit/port.ts';
import type { DatasetStore } from '../domain/backtest/datasets.ts';
import type { StrategyStore } from '../domain/backtest/strategies.ts';
import type { BroadcastStore } from '../domain/broadcast/port.ts';
import type { ClusterStore } from '../domain/cluster/port.ts';
import type { OperatorReads } from '../domain/crash/operatorReads.ts';
import type { ChainStore, CrashStore, LeaseStore } from '../domain/crash/port.ts';
import type { CrashReads } from '../domain/crash/records.ts';
import type { TableSettingStore } from '../domain/crash/tableSetting.ts';
import type { CrashVoids } from '../domain/crash/voids.ts';
import type { BannerStore } from '../domain/gacha/port.ts';
import type { GameStateStore, OddsTableStore, PlayedGames, SessionStore } from '../domain/games/port.ts';
import type { GameReads } from '../domain/games/records.ts';
import type { SeedPairStore } from '../domain/games/seeds.ts';
import type { PlayerAdministration } from '../domain/identity/administration.ts';
import type { Cipher } from '../domain/identity/cipher.ts';
import type { CredentialStore } from '../domain/identity/credentials.ts';
import type { InviteStore, SignUpStore } from '../domain/identity/invites.ts';
import type { LoginStore } from '../domain/identity/logins.ts';
import type { IdentityStore, KeyStore } from '../domain/identity/port.ts';
import type { PrivacyStore } from '../domain/identity/privacy.ts';
import type { RankStore } from '../domain/identity/rankStore.ts';
import type { LedgerStore } from '../domain/ledger/port.ts';
import type { LimitStore } from '../domain/limits/port.ts';
import type { NoticeStore } from '../domain/notices/port.ts';
import type { AnomalyStore, WatchStore } from '../domain/watch/port.ts';
import type { BatchStats } from './ledger/groupCommit.ts';
import { openLedger, type PostgresLedger } from './ledger/store.ts';
import { connectOrm, migrate } from './orm.ts';
import { holdOwnerLock, type OwnerLock } from './ownerLock.ts';
import { openPool } from './pool.ts';
import { openRecordBuilder, type RecordBuilder } from './recordBuilder.ts';
import { playerAdministration } from './stores/administration.ts';
import { anomalyStore } from './stores/anomalies.ts';
import { auditStore } from './stores/audit.ts';
import { bannerStore } from './stores/banners.ts';
import { broadcastStore } from './stores/broadcasts.ts';
import { chainStore } from './stores/chains.ts';
import { clusterStore } from './stores/cluster.ts';
import { crashStore } from './stores/crash.ts';
import { crashReads } from './stores/crashReads.ts';
import { crashVoids } from './stores/crashVoiding.ts';
import { credentialStore } from './stores/credentials.ts';
import { type DatasetBytes, datasetBytes } from './stores/datasetBytes.ts';
import { datasetStore } from './stores/datasets.ts';
import { gameReads } from './stores/gameReads.ts';
import { gameStore } from './stores/gameStates.ts';
import { identityStore } from './stores/identity.ts';
import { inviteStore } from './stores/invites.ts';
import { keyStore } from './stores/keys.ts';
import { leaseStore } from './stores/leases.ts';
import { limitStore } from './stores/limits.ts';
import { loginStore } from './stores/logins.ts';
import { noticeStore } from './stores/notices.ts';
import { oddsTableStore } from './stores/oddsTables.ts';
import { operatorReads } from './stores/operatorReads.ts';
import { privacyStore } from './stores/privacy.ts';
import { rankStore } from './stores/ranks.ts';
import { returnWatchStore } from './stores/returnWatch.ts';
import { seedPairStore } from './stores/seedPairs.ts';
import { sessionStore } from './stores/sessions.ts';
import { signUpStore } from './stores/signUp.ts';
import { strategyStore } from './stores/strategies.ts';
import { tableSettingStore } from './stores/tableSettings.ts';
import { orThrow } from './transact.ts';

export interface Database {
  orm: MikroORM;
  pool: pg.Pool;
  ledger: LedgerStore;
  leases: LeaseStore;
  cluster: ClusterStore;
  crash: CrashStore;
  chains: ChainStore;
  reads: CrashReads;
  /** Public records of settled rounds, as bytes. */
  records: RecordBuilder;
  seedPairs: SeedPairStore;
  games: GameStateStore & PlayedGames;
  sessions: SessionStore;
  gameReads: GameReads;
  oddsTables: OddsTableStore;
  datasets: DatasetStore;
  datasetBytes: DatasetBytes;
  strategies: StrategyStore;
  identity: IdentityStore;
  credentials: CredentialStore;
  logins: LoginStore;
  invites: InviteStore;
  privacy: PrivacyStore;
  accounts: SignUpStore;
  ranks: RankStore;
  limits: LimitStore;
  players: PlayerAdministration;
  keys: KeyStore;
  notices: NoticeStore;
  audit: AuditStore;
  returnWatch: WatchStore;
  anomalies: AnomalyStore;
  broadcasts: BroadcastStore;
  tableSettings: TableSettingStore;
  banners: BannerStore;
  voids: CrashVoids;
  operatorReads: OperatorReads;
  ledgerStats: PostgresLedger['stats'];
  /** @throws StoreUnavailableError */
  ping(): Promise<void>;
  /** The database's clock, whole epoch milliseconds. @throws StoreUnavailableError */
  nowMs(): Promise<number>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  cipher: Cipher;
  /** UUID of this process start: the owner that it takes leases as. */
  ownerId: string;
  newUuid: () => string;
  /** Random bytes as lowercase hex. */
  randomHex: (bytes: number) => string;
  nowMs: () => number;
  onBatch?: (stats: BatchStats) => void;
}

const ORM_CLOSES_WITHIN_MS = 2_000;

/** Connects, migrates, compares the schema with the entities, and opens every store. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, cipher, ownerId, nowMs, onBatch } = options;
  const orm = await connectOrm(url);
  let owner: OwnerLock | null = null;
  try {
    // Before the first lease: while this lock is held, nobody takes this process for dead. And before the migrations: what
    // waits for no server to run (`npm run restore`) sees this one from here on.
    const held = await holdOwnerLock(url, ownerId);
    owner = held;
    await migrate(orm, url);
    const pool = openPool(url, 'fairground');
    // What keeps a table going has connections of its own: no flood of reads may delay a renewal.
    const tablePool = openPool(url, 'fairground tables');
    const records = openRecordBuilder(url);
    const ledger = openLedger(url, pool, onBatch);
    return {
      orm,
      pool,
      ledger,
      leases: leaseStore(tablePool),
      cluster: clusterStore(tablePool, pool),
      crash: crashStore(tablePool, pool),
      chains: chainStore(orm, cipher),
      reads: crashReads(pool),
      records,
      seedPairs: seedPairStore(pool, options),
      games: gameStore(pool),
      sessions: sessionStore(pool, ownerId),
      gameReads: gameReads(pool, cipher),
      oddsTables: oddsTableStore(pool, nowMs),
      datasets: datasetStore(pool),
      datasetBytes: datasetBytes(pool),
      strategies: strategyStore(pool, nowMs),
      identity: identityStore(orm, pool),
      credentials: credentialStore(pool),
      logins: loginStore(pool),
      invites: inviteStore(pool),
      privacy: privacyStore(pool),
      accounts: signUpStore(pool),
      ranks: rankStore(pool),
      limits: limitStore(pool),
      players: playerAdministration(pool),
      keys: keyStore(orm, cipher),
      notices: noticeStore(pool),
      audit: auditStore(pool),
      returnWatch: returnWatchStore(pool),
      anomalies: anomalyStore(pool),
      broadcasts: broadcastStore(pool),
      // Read by tables before each round.
      tableSettings: tableSettingStore(tablePool),
      banners: bannerStore(pool),
      voids: crashVoids(pool),
      operatorReads: operatorReads(pool),
      ledgerStats: ledger.stats,
      ping: () => orThrow(async () => void (await pool.query('select 1'))),
      nowMs: () =>
        orThrow(async () => {
          const { rows } = await pool.query<{ now_ms: string }>(
            'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms',
          );
          return Number(rows[0]!.now_ms);
        }),
      async close() {
        await ledger.close();
        await held.close();
        await records.close();
        await tablePool.end();
        await pool.end();
        await closeOrm(orm);
      },
    };
  } catch (error) {
    await owner?.close();
    await closeOrm(orm);
    throw error;
  }
}

/** Within a time: after a connection was lost inside a transaction, MikroORM's pool waits for it for ever. */
async function closeOrm(orm: MikroORM): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ORM_CLOSES_WITHIN_MS);
  });
  await Promise.race([orm.close(true), late]);
  clearTimeout(timer);
}
