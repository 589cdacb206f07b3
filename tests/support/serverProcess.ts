import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../db/embedded/freePort.ts';
import { assert } from '../../domain/assert.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { SERVER_WORDS } from '../../scripts/serverWords.mjs';
import { copyTemplate, TEMPLATES } from './dataTemplate.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const READY_WITHIN_MS = 90_000;

export interface ServerOptions {
  /** Kept between restarts; a fresh temporary one by default, removed by `dispose`. */
  dataDir?: string;
  port?: number;
  /** Instead of the default ones. */
  tables?: readonly TableRules[];
  /** Of these tables' first rounds, for those who wait for their ends (`shortFlights.ts`). */
  shortFlights?: boolean;
  env?: Record<string, string>;
  /** Hears what it prints, as it comes. */
  onOutput?(text: string): void;
  /** Whenever it ends, asked to or not: by which code or signal. */
  onExit?(how: string): void;
}

/** The real server in a process of its own, as `npm start` runs it, with its own embedded database. */
export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything it printed so far. */
  output(): string;
  /** `kill -9` of the server alone: its PostgreSQL goes on as an orphan. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  /** SIGINT: a clean stop, PostgreSQL included. */
  stop(): Promise<void>;
  /** Stops whatever still runs and removes the data directory if it was ours. */
  dispose(): Promise<void>;
}

/** In a run of the tests a server with an embedded database of its own does not make it: it starts on a copy. */
async function prepare(dataDir: string, { tables, shortFlights, env }: ServerOptions): Promise<void> {
  if (process.env[TEMPLATES] && !env?.DATABASE_URL && !existsSync(join(dataDir, 'postgres'))) {
    const played = shortFlights ? tables! : [];
    await copyTemplate(dataDir, { tables: played, secretsKey: env?.SECRETS_KEY ?? null });
  } else assert(!shortFlights, 'first games are played in templates only');
}

/** Dozens of servers start in a run of the tests. */
function startsSooner(templates: string): Record<string, string> {
  return {
    // A chain of the default length takes a second to make, each thread for backtests half of one to start.
    ...{ CHAIN_LENGTH: '2000', JOB_CONCURRENCY: '1' },
    // What one server compiled, the next one need not.
    NODE_COMPILE_CACHE: join(templates, 'compiled'),
  };
}

export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  const dataDir = options.dataDir ?? (await temporaryDirectory());
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const tablesFile = join(dataDir, 'tables.json');
  await prepare(dataDir, options);
  if (options.tables) await writeFile(tablesFile, JSON.stringify(options.tables));
  let child: ChildProcess | null = null;
  let exited: Promise<unknown> = Promise.resolve();
  let printed = '';
  // The database of the tests is not the server's.
  const { DATABASE_URL: _tests, ...surroundings } = process.env;

  const templates = process.env[TEMPLATES];

  async function start(): Promise<void> {
    const started = spawn(process.execPath, SERVER_WORDS, {
      cwd: new URL('../..', import.meta.url),
      env: {
        ...surroundings,
        NODE_ENV: 'test',
        LOG_LEVEL: 'warn',
        ...(templates ? startsSooner(templates) : {}),
        PORT: String(port),
        DATA_DIR: dataDir,
        ...(options.tables ? { TABLES_FILE: tablesFile } : {}),
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    exited = new Promise((resolve) => started.once('exit', resolve));
    started.once('exit', (code, signal) => options.onExit?.(signal ?? `code ${code}`));
    for (const stream of [started.stdout!, started.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed = (printed + text).slice(-200_000);
        options.onOutput?.(text);
      });
    }
    await ready(started);
  }

  async function ready(started: ChildProcess): Promise<void> {
    const deadlineMs = performance.now() + READY_WITHIN_MS;
    while (performance.now() < deadlineMs) {
      if (started.exitCode !== null)
        throw new Error(`the server exited with ${started.exitCode}:\n${printed}`);
      const answered = await fetch(`${url}/readyz`).then(
        (response) => response.ok,
        () => false,
      );
      if (answered) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`the server was not ready in time:\n${printed}`);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await exited;
  }

  await start();
  return {
    url,
    port,
    dataDir,
    get pid() {
      return child!.pid!;
    },
    output: () => printed,
    kill: () => end('SIGKILL'),
    start,
    stop: () => end('SIGINT'),
    async dispose() {
      // After a kill, or a crash, the database runs on: a last start adopts it, so that a clean stop ends both.
      if (child?.signalCode) await start();
      await end('SIGINT');
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
