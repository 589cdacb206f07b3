import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';
import { testCipher } from './cipher.ts';

/** A database of its own on the run's server: empty, not migrated. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const administer = async (sql: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await administer(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`drop database if exists ${name} with (force)`) };
}

export interface TestDatabase extends Database {
  url: string;
  ownerId: string;
  /** A second process, as it were, on the same database; closed with the first. */
  another(): Promise<Database & { ownerId: string }>;
  /** Closes all, and drops the database. */
  dispose(): Promise<void>;
}

const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');

/** All stores on a fresh, migrated database. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await emptyDatabase();
  const cipher = testCipher();
  const opened: Database[] = [];
  const open = async () => {
    const ownerId = randomUUID();
    const database = await openDatabase({
      url,
      cipher,
      ownerId,
      newUuid: randomUUID,
      randomHex,
      nowMs: Date.now,
    });
    opened.push(database);
    return { ...database, ownerId };
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
