import { join } from 'node:path';
import pg from 'pg';
import { choosePaths } from '../../db/embedded/paths.ts';
import { findPostmaster } from '../../db/embedded/postmaster.ts';
import { runningEmbedded } from '../../db/embedded.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { loadConfig } from '../../server/config.ts';
import { startServer } from '../../tests/support/serverProcess.ts';
import { setStage } from '../cluster/stage.ts';
import { findDatabase } from '../findDatabase.ts';
import { SHORT_ROUNDS } from '../shortTable.ts';
import { whyNotFree } from '../whyNotFree.ts';
import { type Account, makeAccounts } from './accounts.ts';
import type { Options } from './options.ts';
import { Problem } from './problem.ts';

/** What is put under load. */
export interface Target {
  url: string;
  readonly databaseUrl: string;
  /** Processes that serve; none where they are not ours to look at. */
  serverPids(): number[];
  /** Where each of them tells its metrics. */
  metricsUrls: string[];
  readonly databasePid: number | null;
  /** A process that has made nothing yet: null where it is not ours to start again. */
  restart: (() => Promise<void>) | null;
  makeAccounts(players: number): Promise<Account[]>;
  /** What the servers printed: their logs. */
  output(): string;
  /** Whether its transfers are a ledger that can be reconciled. */
  hasLedger: boolean;
  close(): Promise<void>;
}

const SHORT_TABLES = DEFAULT_TABLES.map((rules) => ({ ...rules, ...SHORT_ROUNDS }));
const ODDS_DIR = new URL('../../loadtest/odds', import.meta.url).pathname;

/** @throws Problem: no server, a port that is taken, a database that is not fresh */
export async function openTarget(options: TargetOptions, say: (line: string) => void): Promise<Target> {
  const target = await openServer(options, say);
  return Object.assign(target, {
    hasLedger: true,
    makeAccounts: (players: number) => makeAccounts(target.url, target.databaseUrl, players),
  });
}

export type TargetOptions = Pick<Options, 'url' | 'port' | 'members' | 'smoke' | 'transport'>;
type Server = Omit<Target, 'makeAccounts' | 'hasLedger'>;

async function openServer(options: TargetOptions, say: (line: string) => void): Promise<Server> {
  if (options.url !== null) return runningTarget(options.url);
  const env = { TRANSPORT: options.transport, ODDS_DIR, LOG_LEVEL: 'error' };
  if (options.port !== 0) await mustBeFree(options.port);
  if (options.members > 0) return clusterTarget(options, env, say);
  const databaseUrl = process.env.DATABASE_URL;
  if (databaseUrl) await mustBeFresh(databaseUrl);
  const server = await startServer({
    ...(options.port === 0 ? {} : { port: options.port }),
    ...(options.smoke ? { tables: SHORT_TABLES } : {}),
    env: { ...env, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) },
  });
  const postgres = join(server.dataDir, 'postgres');
  const { cluster } = choosePaths(postgres);
  const embeddedUrl = () => runningEmbedded(postgres)!;
  return {
    url: server.url,
    serverPids: () => [server.pid],
    metricsUrls: [server.url],
    get databaseUrl() {
      return databaseUrl || embeddedUrl();
    },
    get databasePid() {
      return databaseUrl ? null : (findPostmaster(cluster)?.pid ?? null);
    },
    async restart() {
      await server.stop();
      await server.start();
    },
    output: () => server.output(),
    close: () => server.dispose(),
  };
}

async function clusterTarget(
  { members, port }: TargetOptions,
  env: Record<string, string>,
  say: (line: string) => void,
): Promise<Server> {
  const stage = await setStage({ members, ...(port === 0 ? {} : { entryPort: port }), env, say });
  await stage.fleet.settled();
  return {
    url: stage.url,
    databaseUrl: stage.databaseUrl,
    serverPids: () => stage.fleet.members.map(({ pid }) => pid),
    metricsUrls: stage.fleet.members.map(({ url }) => url),
    databasePid: stage.databasePid,
    restart: null,
    output: () => stage.fleet.members.map((member) => member.output()).join('\n'),
    close: stage.close,
  };
}

/** A server that somebody else started, and the database that its settings name, as `npm run reconcile` finds it. */
async function runningTarget(url: string): Promise<Server> {
  const ready = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => null,
  );
  if (ready === null)
    throw new Problem(`no server answers at ${url}: start it (npm start), or leave --url out`);
  if (!ready) throw new Problem(`the server at ${url} is not ready: GET ${url}/readyz says why`);
  const database = await findDatabase(loadConfig(process.env, 'command')).catch((error: Error) => {
    throw new Problem(
      `the money check needs the server's database: ${error.message} (set DATABASE_URL or DATA_DIR)`,
    );
  });
  return {
    ...{ url, databaseUrl: database.url, metricsUrls: [url], databasePid: null, restart: null },
    serverPids: () => [],
    output: () => '',
    close: database.release,
  };
}

async function mustBeFree(port: number): Promise<void> {
  const reason = await whyNotFree(port);
  if (reason !== null) throw new Problem(`${reason}: name another --port, or none`);
}

async function mustBeFresh(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ tables: number }>(
      `select count(*)::int as tables from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema')`,
    );
    if (rows[0]!.tables > 0)
      throw new Problem(
        `the database of DATABASE_URL has ${rows[0]!.tables} tables already: name an empty one, or none`,
      );
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`the database of DATABASE_URL can't be reached: ${(error as Error).message}`);
  } finally {
    await client.end().catch(() => {});
  }
}
