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

export async function setStage({ members, entryPort, tables, env, say }: StageOptions): Promise<Stage> {
  const haproxy = needProgram('haproxy');
  needProgram('redis-server');
  /** The last first: what was started is ended too when something after it does not start. */
  const ends: (() => unknown)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const dataDir = await temporaryDirectory('fairground-cluster-');
    ends.push(() => rm(dataDir, { recursive: true, force: true }));
    const database = await startEmbedded(join(dataDir, 'postgres'), { settings: { max_connections: '200' } });
    ends.push(() => database.stop());
    say(`PostgreSQL on port ${database.port}, shared by all`);
    const fleet = await startFleet({
      ...{ members, databaseUrl: database.url, dataDir },
      ...(tables ? { tables } : {}),
      env: { CHAIN_LENGTH: '100000', JOB_CONCURRENCY: '1', ...env },
    });
    ends.push(() => fleet.stop());
    say(`Redis on port ${fleet.redis.port}`);
    for (const member of fleet.members) say(`member ${member.name} at ${member.url}, process ${member.pid}`);
    const port = entryPort ?? (await freePort());
    const proxy = await startProxy(haproxy, port, fleet.members);
    ends.push(() => proxy.signal('SIGTERM'));
    const url = `http://127.0.0.1:${port}`;
    say(`the entry, HAProxy, at ${url}`);
    return { fleet, url, databasePid: database.pid, databaseUrl: database.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
