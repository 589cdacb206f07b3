import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openBus } from '../../db/bus.ts';
import { openJobMessages } from '../../db/jobMessages.ts';
import { jobQueue } from '../../db/stores/backtestQueue.ts';
import { jobRuns } from '../../db/stores/backtestRuns.ts';
import { jobStore } from '../../db/stores/backtests.ts';
import { isUnavailable } from '../../db/storeUnavailable.ts';
import type { JobRuns } from '../../domain/backtest/runs.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import type { GameEvent } from '../../domain/events/event.ts';
import type { Balances } from '../../domain/identity/port.ts';
import type { PlayerFeed } from '../../rooms/ports.ts';
import { type Operators, openOperators } from '../../server/admin/operators.ts';
import { type Auth, createAuth } from '../../server/auth/auth.ts';
import { createGrants } from '../../server/auth/grants.ts';
import { createImports, type Imports } from '../../server/datasets/imports.ts';
import { createEntropy } from '../../server/entropy.ts';
import { startEvents } from '../../server/events/events.ts';
import { createHttpApp } from '../../server/http/app.ts';
import type { Readiness } from '../../server/http/deps.ts';
import { createRecordCache } from '../../server/http/recordCache.ts';
import { streamedRoutes } from '../../server/http/routes.ts';
import { createLogger } from '../../server/logger.ts';
import { createMetrics } from '../../server/metrics.ts';
import { everyOddsTable, loadOddsTables } from '../../server/oddsTables.ts';
import { createOperate, type Operate } from '../../server/operate/operate.ts';
import { createPlayerFeed } from '../../server/playerFeed.ts';
import { createRates } from '../../server/rates/rates.ts';
import { createSeeds } from '../../server/seeds.ts';
import { createTableDirectory } from '../../server/tableDirectory.ts';
import { openTools } from '../../server/tools/colyseusTools.ts';
import { createTransport } from '../../server/transport/createTransport.ts';
import { createMatchmaking } from '../../server/transport/matchmaking.ts';
import type { FairgroundTransport } from '../../server/transport/types.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { listen } from './transports.ts';

export const WIN_ALARM_COINS = 10_000_000;

/** The real application on a real socket and a real database, without rooms and workers: nobody plays in here. */
export interface LiveApp {
  base: string;
  database: TestDatabase;
  /** As `server/main.ts` has one; a test opens another member's by itself. */
  bus: Bus;
  /** Every event that was told so far. */
  told: GameEvent[];
  /** Players' personal streams: what a lobby would tell. */
  feed: PlayerFeed;
  /** What rooms would be given to know who is banned, and what rank and role they have. */
  rooms: Operators['rooms'];
  operate: Operate;
  auth: Auth;
  /** Moves the application's clock. */
  skew: { ms: number };
  nowMs(): number;
  readiness: Readiness;
  published: { playerId: string; balances: Balances }[];
  /** A worker's side of backtests: tests decide what comes of them. */
  runs: JobRuns;
  imports: Imports;
  /** Records of rounds that were built, as `table/game`. */
  builds: string[];
  logs: string[];
  /** Requests that were refused for a reason of the client's, and whose they were. */
  refused: ({ code: string } & ({ playerId: string } | { address: string }))[];
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export interface CallOptions {
  token?: string;
  headers?: Record<string, string>;
  /** Sent as JSON unless it is a string already. */
  body?: unknown;
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the tests are about
  body: any;
}

export async function startApp(
  kind: 'uws' | 'ws' = 'ws',
  options: {
    staticDir?: string;
    logLevel?: string;
    rateLimits?: 'on' | 'shadow' | 'off';
    colyseusTools?: boolean;
    trustedProxies?: readonly string[];
  } = {},
): Promise<LiveApp> {
  const database = await openTestDatabase();
  const skew = { ms: 0 };
  const clock = { nowMs: () => Date.now() + skew.ms, align: () => {}, notBefore: () => {} };
  const entropy = createEntropy(clock);
  const logs: string[] = [];
  const logger = createLogger(options.logLevel ?? 'info', { write: (line: string) => void logs.push(line) });
  const bus = await openBus({
    ...{ url: database.url, memberId: database.ownerId },
    onError: (error) => void logs.push(String(error)),
  });
  const auth = await createAuth({
    credentials: database.credentials,
    logins: database.logins,
    keyStore: database.keys,
    bus,
    settings: { maxSessions: 3, signingKeyDays: 30 },
    clock,
    entropy,
    logger,
    isOutage: isUnavailable,
  });
  const metrics = createMetrics({ eventLoopDelayMs: () => 0 });
  const readiness: Readiness = { ready: true, degraded: [], checks: {} };
  const published: LiveApp['published'] = [];
  const builds: string[] = [];
  const refused: LiveApp['refused'] = [];
  const odds = await loadOddsTables(null);
  await database.oddsTables.keep(everyOddsTable(odds, DEFAULT_TABLES));
  const messages = await openJobMessages(database.url, (error) => void logs.push(String(error)));
  const parts = { pool: database.pool, messages, ownerId: database.ownerId, nowMs: clock.nowMs };
  const jobs = { ...jobStore(parts), ...jobQueue(parts) };
  const events = startEvents({ bus, clock, overload: { delayMs: () => 0 }, queue: jobs, log: logger });
  const told: GameEvent[] = [];
  events.hub.subscribe((event) => void told.push(event));
  const imports = createImports(database.url);
  const feed = createPlayerFeed();
  const operators = await openOperators({
    ...{ database, bus, feed, clock, log: logger, forget: auth.sessions.forget, newUuid: entropy.uuid },
  });
  const operate = createOperate({
    ...{ database, bus, clock, log: logger, tables: DEFAULT_TABLES, newUuid: entropy.uuid },
  });
  const seeds = createSeeds({
    ...{ chains: database.chains, tables: DEFAULT_TABLES, chainLength: 2_000, log: logger },
    ...{ randomHex: entropy.randomHex, isOutage: isUnavailable },
  });
  const rates = createRates({
    settings: { rateLimits: options.rateLimits ?? 'on', loadAddresses: ['127.0.0.0/8'] },
    ...{ redis: null, clock, metrics },
  });
  const handler = createHttpApp({
    ...{ clock, entropy, logger, metrics, auth, rates },
    grants: createGrants(database.ledger, events.hub),
    events: events.hub,
    counters: events.monitor.counters,
    identity: database.identity,
    ...operators.http,
    returnWatch: database.returnWatch,
    anomalies: database.anomalies,
    winAlarmCoins: WIN_ALARM_COINS,
    tools: options.colyseusTools === false ? null : openTools(auth.keys),
    invites: database.invites,
    privacy: database.privacy,
    limits: database.limits,
    rankHistory: database.ranks.rankHistory,
    accounts: database.accounts,
    inviteCode: '5858',
    reads: database.reads,
    gameReads: database.gameReads,
    sessions: database.sessions,
    seedPairs: database.seedPairs,
    odds,
    oddsTables: database.oddsTables,
    records: database.records,
    record: createRecordCache((table, game) => {
      builds.push(`${table}/${game}`);
      return database.records.build(table, game);
    }),
    chains: database.chains,
    ledger: database.ledger,
    jobs,
    datasets: database.datasets,
    datasetBytes: database.datasetBytes,
    imports,
    strategies: database.strategies,
    tables: createTableDirectory(DEFAULT_TABLES, operate.settings),
    operate,
    feed,
    voidRound: operate.voiding({ seeds, feed }),
    operatorReads: database.operatorReads,
    notices: database.notices,
    games: database.games,
    readiness: async () => readiness,
    colyseus: createMatchmaking(logger),
    refused: (client, code) => void refused.push({ ...client, code }),
    publishBalance: (playerId, balances) => void published.push({ playerId, balances }),
    isOutage: isUnavailable,
    staticDir: options.staticDir ?? join(tmpdir(), 'no-client-here'),
  });
  const transport: FairgroundTransport = await createTransport({
    ...{ kind, logger, events: metrics.transport },
    trustedProxies: options.trustedProxies ?? [],
  });
  transport.attachHttp(handler, streamedRoutes);
  await listen(transport);
  const base = `http://127.0.0.1:${transport.port}`;
  return {
    base,
    database,
    bus,
    told,
    feed,
    rooms: operators.rooms,
    operate,
    auth,
    imports,
    skew,
    nowMs: clock.nowMs,
    readiness,
    published,
    runs: jobRuns(parts),
    builds,
    logs,
    refused,
    call: (method, path, call = {}) => callApi(base, method, path, call),
    async stop() {
      transport.shutdown();
      await imports.close();
      await auth.close();
      metrics.stop();
      events.stop();
      await operators.stop();
      operate.stop();
      await bus.close();
      await messages.close();
      await database.dispose();
    },
  };
}

export async function callApi(
  base: string,
  method: string,
  path: string,
  call: CallOptions,
): Promise<Answer> {
  const headers: Record<string, string> = { ...call.headers };
  if (call.token !== undefined) headers.authorization = `Bearer ${call.token}`;
  let body: string | undefined;
  if (call.body !== undefined) {
    body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
    headers['content-type'] ??= 'application/json';
  }
  const response = await fetch(base + path, { method, headers, body: body ?? null });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : text,
  };
}

/** What a refusal looks like: status and code. */
export function refusalOf({ status, body }: Answer): [number, string | undefined] {
  return [status, body?.error?.code];
}

export interface SignedIn {
  player: { id: string; nickname: string; rank: string; role: string };
  accessToken: string;
  refreshToken: string;
  expiresAtMs: number;
}

export async function signIn(app: LiveApp, body: object = { ageConfirmed: true }): Promise<SignedIn> {
  return (await app.call('POST', '/api/auth/guest', { body })).body;
}

/** One statement, over a connection that the application knows nothing of. */
export async function query<Row extends pg.QueryResultRow>(
  app: LiveApp,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(app.database.url);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
