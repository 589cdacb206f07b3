import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matchMaker, Server } from '@colyseus/core';
import { startEmbedded } from '../db/embedded.ts';
import { openDatabase } from '../db/open.ts';
import { isUnavailable } from '../db/storeUnavailable.ts';
import { crashRoom } from '../rooms/crash/crashRoom.ts';
import { lobbyRoom } from '../rooms/lobby/lobbyRoom.ts';
import type { RoomPorts } from '../rooms/ports.ts';
import { createAuth } from './auth/auth.ts';
import { createGrants } from './auth/grants.ts';
import { startBots } from './bots.ts';
import { checkChains } from './chainCheck.ts';
import { createClock } from './clock.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { createEntropy } from './entropy.ts';
import { createHttpApp } from './http/app.ts';
import { createRecordCache } from './http/recordCache.ts';
import { colyseusLogger, createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { watchOverload } from './overload.ts';
import { createPlayerFeed } from './playerFeed.ts';
import { createReadiness } from './readiness.ts';
import { createCipher, readSecretsKey } from './secrets.ts';
import { createSeeds } from './seeds.ts';
import { FLIGHT_GRACE_MS, STOPS_WITHIN_MS, stopOnSignals } from './shutdown.ts';
import { watchStalls } from './stallWatch.ts';
import { createTableDirectory } from './tableDirectory.ts';
import { TableKeeper } from './tableKeeper.ts';
import { createTransport } from './transport/createTransport.ts';
import { createMatchmaking } from './transport/matchmaking.ts';

// The process on one page: everything that is started, in order; `onStop` stops it in reverse.
const config = settings();
const logger = createLogger(config.logLevel);
const shutdown = stopOnSignals(logger);
const clock = createClock();
const entropy = createEntropy(clock);
const overload = watchOverload();
const metrics = createMetrics({ eventLoopDelayMs: overload.delayMs });
const stalls = watchStalls(clock);
const cipher = createCipher(readSecretsKey(config));
/** Of this process start: what it holds leases under. */
const ownerId = randomUUID();

const embedded =
  config.databaseUrl === null
    ? await startEmbedded(join(config.dataDir, 'postgres'), { onDeath }).catch(shutdown.refuse)
    : null;
if (embedded) shutdown.onStop('embedded PostgreSQL', () => embedded.stop());

const database = await openDatabase({
  url: config.databaseUrl ?? embedded!.url,
  cipher,
  ownerId,
  newUuid: entropy.uuid,
  onBatch: metrics.ledger.onBatch,
}).catch(shutdown.refuse);
shutdown.onStop('database', () => database.close());
await alignClock();
const wrongChains = await checkChains(database.chains, config.tables);
if (wrongChains.length > 0) await shutdown.refuse(wrongChains.join('\n'));

const auth = await createAuth({
  identity: database.identity,
  keyStore: database.keys,
  clock,
  entropy,
  isOutage: isUnavailable,
});
const feed = createPlayerFeed();
const tables = createTableDirectory(config.tables, config.publicAddress ?? '');
const keeper = new TableKeeper({
  leases: database.leases,
  ownerId,
  tables: config.tables,
  log: logger,
  newUuid: entropy.uuid,
  onLeaseChange: metrics.leaseChange,
  async openRoom(table, ticket) {
    await matchMaker.createRoom('crash', { table, ticket });
  },
});

const ports: RoomPorts = {
  clock,
  newStallGuard: stalls.guard,
  log: logger,
  metrics: metrics.rooms,
  newUuid: entropy.uuid,
  authenticate: auth.sessions.authenticate,
  standing: auth.sessions.standing,
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
  notices: database.notices,
  receipts: auth.receipts,
  feed,
  tables,
  lobbyTicket: entropy.uuid(),
  tenancy: keeper,
  drainMs: shutdown.drainMs,
  refusal: () => (shutdown.draining() ? 'draining' : overload.busy() ? 'busy' : null),
};

const transport = await createTransport({
  kind: config.transport,
  logger,
  trustedProxies: config.trustedProxies,
  events: metrics.transport,
}).catch(shutdown.refuse);
transport.attachHttp(
  createHttpApp({
    clock,
    entropy,
    logger,
    metrics,
    auth,
    identity: database.identity,
    grants: createGrants(database.ledger),
    reads: database.reads,
    records: database.records,
    record: createRecordCache(database.records.build),
    chains: database.chains,
    tables,
    isOutage: isUnavailable,
    readiness: createReadiness({
      ping: () => database.ping(),
      keeper,
      tables: config.tables,
      draining: shutdown.draining,
      busy: overload.busy,
    }),
    colyseus: createMatchmaking(logger, (code) => metrics.error('matchmaking', code)),
    publishBalance: (playerId, balances) => feed.publish(playerId, { type: 'balance', balances }),
    staticDir: fileURLToPath(new URL('../client/dist', import.meta.url)),
  }),
);

const server = new Server({
  transport,
  greet: false,
  gracefullyShutdown: false,
  logger: colyseusLogger(logger),
  ...(config.publicAddress === null ? {} : { publicAddress: config.publicAddress }),
});
server.define('crash', crashRoom(ports)).filterBy(['table']);
server.define('lobby', lobbyRoom(ports));
// Before anyone can ask: whoever joins finds this one.
await matchMaker.onReady;
await matchMaker.createRoom('lobby', { ticket: ports.lobbyTicket });
await server.listen(config.port, config.host).catch(shutdown.refuse);
shutdown.onStop('rooms', () => server.gracefullyShutdown(false), FLIGHT_GRACE_MS + STOPS_WITHIN_MS);

keeper.start();
shutdown.onStop('tables', () => keeper.stop());

const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${transport.port}`;
if (config.bots > 0) {
  const bots = await startBots({
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
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`Fairground can't start. ${error.message}\n`);
    process.exit(1);
  }
}
