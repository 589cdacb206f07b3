// Before Colyseus, which reads its own settings when it is loaded.
import './config.ts';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matchMaker, Server } from '@colyseus/core';
import { openBacktests } from '../db/backtests.ts';
import { startEmbedded } from '../db/embedded.ts';
import { openDatabase } from '../db/open.ts';
import { isUnavailable } from '../db/storeUnavailable.ts';
import type { RoomPorts } from '../rooms/ports.ts';
import { closeAbandonedSessions } from './abandonedSessions.ts';
import { openOperators } from './admin/operators.ts';
import { createAuth } from './auth/auth.ts';
import { createGrants } from './auth/grants.ts';
import { startBots } from './bots.ts';
import { checkChains } from './chainCheck.ts';
import { createClock } from './clock.ts';
import { openCluster } from './cluster/cluster.ts';
import { roomByIdRoute, tableRoute } from './cluster/seating.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { createImports } from './datasets/imports.ts';
import { keepReadyMade } from './datasets/keepReadyMade.ts';
import { defineRooms } from './defineRooms.ts';
import { createEntropy } from './entropy.ts';
import { startEvents } from './events/events.ts';
import { createHttpApp } from './http/app.ts';
import { createRecordCache } from './http/recordCache.ts';
import { streamedRoutes } from './http/routes.ts';
import { createJobEvents } from './jobs/jobEvents.ts';
import { createJobs } from './jobs/jobs.ts';
import { onJobEnded } from './jobs/onJobEnded.ts';
import { colyseusLogger, createLogger } from './logger.ts';
import { createMatchRouting } from './matchRouting.ts';
import { startMatchSweeper } from './matchSweeper.ts';
import { countedBroadcasts } from './metrics/countedBroadcasts.ts';
import { countedBus } from './metrics/countedBus.ts';
import { countFrames } from './metrics/countFrames.ts';
import { metricSources } from './metrics/sources.ts';
import { createMetrics } from './metrics.ts';
import { everyOddsTable, loadOddsTables, OddsError, type OddsTables } from './oddsTables.ts';
import { createOperate } from './operate/operate.ts';
import { watchOverload } from './overload.ts';
import { keepPlayTime } from './playTime.ts';
import { createRates } from './rates/rates.ts';
import { createReadiness } from './readiness.ts';
import { createCipher, readSecretsKey } from './secrets.ts';
import { createSeeds } from './seeds.ts';
import { FLIGHT_GRACE_MS, STOPS_WITHIN_MS, stopOnSignals } from './shutdown.ts';
import { watchStalls } from './stallWatch.ts';
import { createTableDirectory } from './tableDirectory.ts';
import { TableKeeper } from './tableKeeper.ts';
import { openTools } from './tools/colyseusTools.ts';
import { createTransport } from './transport/createTransport.ts';
import { createDoor } from './transport/door.ts';
import { createMatchmaking, ownRoom } from './transport/matchmaking.ts';
import { createReturns } from './transport/returning.ts';
import { startWatch } from './watch/watch.ts';

// The process on one page: everything that is started, in order; `onStop` stops it in reverse.
const config = settings();
const odds = await playableOdds();
const logger = createLogger(config.logLevel, undefined, () => metrics.error('process', 'internal'));
const shutdown = stopOnSignals(logger);
const clock = createClock();
const entropy = createEntropy(clock);
const overload = watchOverload();
const metrics = createMetrics(metricSources(overload, () => ({ queue: jobs.store, transport, events })));
const stalls = watchStalls(clock);
const cipher = createCipher(readSecretsKey(config));
/** Of this process start: what it holds leases under. */
const ownerId = randomUUID();

const embedded =
  config.databaseUrl === null
    ? await startEmbedded(join(config.dataDir, 'postgres'), { onDeath }).catch(shutdown.refuse)
    : null;
if (embedded) shutdown.onStop('embedded PostgreSQL', () => embedded.stop());

const databaseUrl = config.databaseUrl ?? embedded!.url;
const database = await openDatabase({
  url: databaseUrl,
  cipher,
  ownerId,
  newUuid: entropy.uuid,
  randomHex: entropy.randomHex,
  nowMs: clock.nowMs,
  onBatch: metrics.ledger.onBatch,
}).catch(shutdown.refuse);
shutdown.onStop('database', () => database.close());
await alignClock();
const cluster = await openCluster({
  ...{ config, store: database.cluster, memberId: ownerId, log: logger, draining: shutdown.draining },
  ...{ databaseUrl },
  onRedisAway: () => metrics.storeOutage('redis'),
}).catch(shutdown.refuse);
shutdown.onStop('cluster', () => cluster.close());
const { feed, membership } = cluster;
const bus = countedBus(cluster.bus, metrics);
const rates = createRates({ settings: config, redis: cluster.redis, clock, metrics });
await database.oddsTables.keep(everyOddsTable(odds, config.tables)).catch(shutdown.refuse);
const wrongChains = await checkChains(database.chains, config.tables);
if (wrongChains.length > 0) await shutdown.refuse(wrongChains.join('\n'));

const auth = await createAuth({
  credentials: database.credentials,
  logins: database.logins,
  keyStore: database.keys,
  bus,
  settings: config,
  clock,
  entropy,
  logger,
  isOutage: isUnavailable,
}).catch(shutdown.refuse);
shutdown.onStop('sign-in', () => auth.close());
const operators = await openOperators({
  ...{ database, bus, feed, clock, log: logger, newUuid: entropy.uuid },
  forget: auth.sessions.forget,
}).catch(shutdown.refuse);
shutdown.onStop('operators', () => operators.stop());
if (config.nodeEnv === 'production' && config.inviteCode === '5858') {
  logger.warn('INVITE_CODE is not set: anybody can sign up with the published default');
}
const backtests = await openBacktests({
  ...{ url: databaseUrl, ownerId, nowMs: clock.nowMs },
  onError: (error) => logger.warn({ err: error }, 'the queue of backtests has trouble'),
}).catch(shutdown.refuse);
shutdown.onStop('backtest queue', () => backtests.close());
const events = startEvents({ bus, clock, overload, queue: backtests.jobs, log: logger });
shutdown.onStop('events', () => events.stop());
countFrames(events.hub, metrics);
const jobs = createJobs({
  ...{ url: databaseUrl, stores: backtests, clock, log: logger },
  ...{ concurrency: config.jobConcurrency, timeLimitMs: config.jobTimeLimitMs },
  events: createJobEvents(events.hub, database.identity, logger),
  onEnded: onJobEnded(
    { feed, log: logger, balances: (player) => database.identity.balances(player) },
    metrics,
  ),
});
const operate = createOperate({
  ...{ database, bus, clock, log: logger, tables: config.tables, newUuid: entropy.uuid },
});
shutdown.onStop('what operators set', () => operate.stop());
const tables = createTableDirectory(config.tables, operate.settings, membership);
const keeper = new TableKeeper({
  ...{ leases: database.leases, membership, show: database.cluster.show },
  tables: config.tables,
  log: logger,
  newUuid: entropy.uuid,
  onLeaseChange: metrics.leaseChange,
  async openRoom(table, ticket) {
    await matchMaker.createRoom('crash', { table, ticket });
  },
});

const watch = startWatch({
  ...{ store: database.returnWatch, anomalies: database.anomalies },
  ...{ memberId: ownerId, isOutage: isUnavailable },
  ...{ odds, tables: config.tables, winAlarmCoins: config.winAlarmCoins, nowMs: clock.nowMs },
  ...{ log: logger, metrics },
});
events.hub.subscribe(watch.observe);
shutdown.onStop('watch', () => watch.stop());

const playTime = keepPlayTime({ store: database.limits, clock, log: logger });
shutdown.onStop('time played', () => playTime.stop());

const ports: RoomPorts = {
  clock,
  newStallGuard: stalls.guard,
  log: logger,
  metrics: watch.rooms,
  rates: rates.rooms,
  newUuid: entropy.uuid,
  authenticate: auth.sessions.authenticate,
  standing: auth.sessions.standing,
  current: auth.sessions.current,
  balances: (player) => database.identity.balances(player),
  ledger: database.ledger,
  crash: database.crash,
  seeds: createSeeds({
    chains: database.chains,
    tables: config.tables,
    chainLength: config.chainLength,
    randomHex: entropy.randomHex,
    isOutage: isUnavailable,
    log: logger,
  }),
  games: database.games,
  seedPairs: database.seedPairs,
  sessions: database.sessions,
  odds,
  backtests: { job: jobs.store.job, cancel: jobs.store.cancel, watch: jobs.watch },
  ...operators.rooms,
  ...{ limits: database.limits, playTime },
  notices: database.notices,
  receipts: auth.receipts,
  feed,
  events: events.hub,
  ...{ occupancy: events.occupancy, monitor: events.monitor },
  tables,
  ...operate.ports,
  broadcasts: countedBroadcasts(operate.ports.broadcasts, metrics),
  lobbyTicket: entropy.uuid(),
  tenancy: keeper,
  drainMs: shutdown.drainMs,
  refusal: () => (shutdown.draining() ? 'draining' : overload.busy() ? 'busy' : null),
};

const imports = createImports(databaseUrl);
shutdown.onStop('imports', () => imports.close());

const returns = createReturns({ ...auth.sessions, nowMs: clock.nowMs });
const transport = await createTransport({
  ...{ kind: config.transport, logger, trustedProxies: config.trustedProxies, events: metrics.transport },
  ...{ takeReturn: returns.take, pace: rates.requestPace },
  door: createDoor({ ...config, nowMs: clock.nowMs, onTurnedAway: metrics.turnedAway }),
}).catch(shutdown.refuse);
transport.attachHttp(
  createHttpApp({
    ...{ clock, entropy, logger, metrics, auth, rates },
    ...database,
    ...operators.http,
    ...watch.http,
    tools: config.colyseusTools ? openTools(auth.keys) : null,
    rankHistory: database.ranks.rankHistory,
    inviteCode: config.inviteCode,
    grants: createGrants(database.ledger, events.hub),
    events: events.hub,
    counters: events.monitor.counters,
    odds,
    record: createRecordCache(database.records.build),
    jobs: jobs.store,
    imports,
    tables,
    operate,
    feed,
    voidRound: operate.voiding(ports),
    isOutage: isUnavailable,
    readiness: createReadiness({
      ping: () => database.ping(),
      keeper,
      tables: config.tables,
      livesAnywhere: (table) => tables.place(table) !== null,
      redisUp: cluster.redisUp,
      draining: shutdown.draining,
      busy: overload.busy,
    }),
    colyseus: createMatchmaking(
      logger,
      {
        crash: tableRoute(tables, membership, () => cluster.redisUp() === true),
        slots: ownRoom('slots'),
        gacha: ownRoom('gacha'),
        rps: ownRoom('rps'),
        rps_match: createMatchRouting(ports),
      },
      roomByIdRoute(membership),
      (code) => metrics.error('matchmaking', code),
      returns.ask,
    ),
    publishBalance: (playerId, balances) => feed.publish(playerId, { type: 'balance', balances }),
    staticDir: fileURLToPath(new URL('../client/dist', import.meta.url)),
  }),
  streamedRoutes,
);

const server = new Server({
  transport,
  greet: false,
  gracefullyShutdown: false,
  logger: colyseusLogger(logger),
  ...cluster.colyseus,
});
await defineRooms(server, ports, [auth.attend, events.attend, returns.attend]);
await server.listen(config.port, config.host).catch(shutdown.refuse);
shutdown.onStop('rooms', () => server.gracefullyShutdown(false), FLIGHT_GRACE_MS + STOPS_WITHIN_MS);

cluster.open();
keeper.start();
shutdown.onStop('tables', () => keeper.stop());

jobs.start();
shutdown.onStop('backtests', () => jobs.stop());
const matches = startMatchSweeper(ports);
shutdown.onStop('matches', () => matches.stop());
const abandoned = closeAbandonedSessions(database.sessions, logger);
shutdown.onStop('abandoned sessions', () => abandoned.stop());

const readyMade = keepReadyMade({
  ...{ url: databaseUrl, datasets: database.datasets, newUuid: entropy.uuid },
  ...{ nowMs: clock.nowMs, log: logger },
});
shutdown.onStop('ready-made data sets', () => readyMade.stop());

const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${transport.port}`;
if (config.bots > 0) {
  const bots = startBots({
    count: config.bots,
    url,
    tables: config.tables,
    identity: database.identity,
    ledger: database.ledger,
    issueSession: auth.sessions.issueSession,
    uuid: entropy.uuid,
    log: logger,
  });
  shutdown.onStop('bots', () => bots.stop());
}

const store =
  embedded === null ? 'PostgreSQL' : `embedded PostgreSQL${embedded.adopted ? ' (found running)' : ''}`;
const botsRunning = config.bots > 0 ? `, ${config.bots} bots` : '';
process.stdout.write(
  `Fairground is ready at ${url} (${store}, ${transport.kind}${botsRunning}, Node ${process.version})\n`,
);

function onDeath(pid: number): void {
  metrics.storeOutage('postgresql');
  logger.error({ pid, code: 'store_unavailable' }, 'embedded PostgreSQL died: starting it again');
}

async function alignClock(): Promise<void> {
  const askedMs = performance.now();
  const { rows } = await database.pool.query<{ now_ms: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms',
  );
  clock.align(rows[0]!.now_ms, performance.now() - askedMs);
}

function settings(): Config {
  try {
    return loadConfig();
  } catch (error) {
    return cannotStart(error, ConfigError);
  }
}

function playableOdds(): Promise<OddsTables> {
  return loadOddsTables(config.oddsDir).catch((error) => cannotStart(error, OddsError));
}

function cannotStart(error: unknown, expected: new (message: string) => Error): never {
  if (!(error instanceof expected)) throw error;
  process.stderr.write(`Fairground can't start. ${error.message}\n`);
  process.exit(1);
}
