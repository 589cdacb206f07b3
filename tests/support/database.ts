import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { Database } from '../../db/open.ts';
import { testCipher } from './cipher.ts';
import { administer, databaseUrl } from './databaseServer.ts';
import { openFor } from './openFor.ts';

interface OwnDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A database of its own on the run's server: empty, not migrated. */
export function emptyDatabase(): Promise<OwnDatabase> {
  return ownDatabase('');
}

/** The same, migrated: no rows but those that migrations make. */
export function migratedDatabase(): Promise<OwnDatabase> {
  return ownDatabase(`template ${inject('migrated')}`);
}

async function ownDatabase(how: string): Promise<OwnDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name} ${how}`);
  return {
    url: databaseUrl(server, name),
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  };
}

export interface TestDatabase extends Database {
  url: string;
  ownerId: string;
  /** A second process, as it were, on the same database; closed with the first. */
  another(): Promise<Database & { ownerId: string }>;
  /** Closes all, and drops the database. */
  dispose(): Promise<void>;
}

/** All stores on a fresh, migrated database. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await migratedDatabase();
  const cipher = testCipher();
  const opened: Database[] = [];
  const open = async () => {
    const database = await openFor(url, cipher);
    opened.push(database);
    return database;
  };
  const first = await open();
  return {
    ...first,
    url,
    another: open,
    async dispose() {
      for (const database of opened) await database.close();
      await drop();
    },
  };
}
