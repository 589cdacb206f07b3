import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../db/embedded/freePort.ts';
import { startEmbedded } from '../../db/embedded.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { temporaryDirectory } from '../../tests/support/temporaryDirectory.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { needProgram } from './programs.ts';
import { startProxy } from './proxy.ts';

/** A whole cluster on this machine: database, Redis, members, and the entry before them. */
export interface Stage {
  fleet: Fleet;
  /** Of the entry. */
  url: string;
  databasePid: number;
  databaseUrl: string;
  close(): Promise<void>;
}

export interface StageOptions {
  members: number;
  entryPort?: number;
  tables?: readonly TableRules[];
  env?: Record<string, string>;
  say(line: string): void;
}

type End = () => unknown;
const standing = new Set<() => Promise<void>>();

/** Ends all that stands, and what is being set as soon as its step is done: for who is told to end in the middle. */
export async function closeStages(): Promise<void> {
  await Promise.all([...standing].map((close) => close()));
}

export async function setStage(options: StageOptions): Promise<Stage> {
  /** The last first: what was started is ended too when something after it does not start. */
  const ends: End[] = [];
  let closing: Promise<void> | null = null;
  const building = build(options, (end) => {
    ends.push(end);
    if (closing) throw new Error('it is ended while it is being set');
  });
  const close = () => {
    closing ??= building
      .then(
        () => {},
        () => {},
      )
      .then(() => endAll(ends))
      .finally(() => standing.delete(close));
    return closing;
  };
  standing.add(close);
  try {
    return { ...(await building), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Each of them, whatever becomes of the others. @throws what the first that failed threw */
async function endAll(ends: readonly End[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ends.toReversed()) {
    try {
      await end();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** @param started hears at once how what was started is ended; throws where no more is wanted */
async function build(
  { members, entryPort, tables, env, say }: StageOptions,
  started: (end: End) => void,
): Promise<Omit<Stage, 'close'>> {
  const haproxy = needProgram('haproxy');
  needProgram('redis-server');
  const dataDir = await temporaryDirectory('fairground-cluster-');
  started(() => rm(dataDir, { recursive: true, force: true }));
  const database = await startEmbedded(join(dataDir, 'postgres'), { settings: { max_connections: '200' } });
  started(() => database.stop());
  say(`PostgreSQL on port ${database.port}, shared by all`);
  const fleet = await startFleet({
    ...{ members, databaseUrl: database.url, dataDir },
    ...(tables ? { tables } : {}),
    env: { CHAIN_LENGTH: '100000', JOB_CONCURRENCY: '1', ...env },
  });
  started(() => fleet.stop());
  say(`Redis on port ${fleet.redis.port}`);
  for (const member of fleet.members) say(`member ${member.name} at ${member.url}, process ${member.pid}`);
  const port = entryPort ?? (await freePort());
  const proxy = await startProxy(haproxy, port, fleet.members);
  started(() => {
    proxy.signal('SIGTERM');
    return proxy.ended;
  });
  const url = `http://127.0.0.1:${port}`;
  say(`the entry, HAProxy, at ${url}`);
  return { fleet, url, databasePid: database.pid, databaseUrl: database.url };
}
