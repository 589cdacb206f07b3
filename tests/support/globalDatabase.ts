import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../db/embedded.ts';
import { connectOrm, migrate } from '../../db/orm.ts';
import { administer, databaseUrl } from './databaseServer.ts';
import { TEMPLATES } from './dataTemplate.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server where tests make databases of their own. */
    postgresUrl: string;
    /** Name of a database there that is migrated, and which nobody connects to: others are copies of it. */
    migrated: string;
  }
}

/**
 * One PostgreSQL for the whole run: the one of DATABASE_URL, or an embedded one in a temporary directory. And a place
 * for the data directories that servers' own are copies of.
 */
export default async function globalDatabase(project: TestProject): Promise<() => Promise<void>> {
  const dir = await temporaryDirectory('fairground-test-');
  const templates = join(dir, 'templates');
  await mkdir(templates);
  process.env[TEMPLATES] = templates;
  const given = process.env.DATABASE_URL;
  // Tests kill processes, not the machine: what was handed to the kernel is safe without waiting for the disk.
  const embedded = given
    ? null
    : await startEmbedded(join(dir, 'postgres'), { settings: { fsync: 'off', max_connections: '150' } });
  const server = given ?? embedded!.url;
  const migrated = await makeMigrated(server);
  project.provide('postgresUrl', server);
  project.provide('migrated', migrated);
  return async () => {
    if (embedded) await embedded.stop();
    else await administer(server, `drop database if exists ${migrated}`);
    await rm(dir, { recursive: true, force: true });
  };
}

async function makeMigrated(server: string): Promise<string> {
  const name = `test_migrated_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name}`);
  const url = databaseUrl(server, name);
  const orm = await connectOrm(url);
  await migrate(orm, url);
  await orm.close(true);
  return name;
}
