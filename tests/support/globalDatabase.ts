import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../db/embedded.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server where tests make databases of their own. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for the whole run: the one of DATABASE_URL, or an embedded one in a temporary directory. */
export default async function globalDatabase(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  if (given) {
    project.provide('postgresUrl', given);
    return async () => {};
  }
  const dir = await temporaryDirectory('fairground-test-');
  // Tests kill processes, not the machine: what was handed to the kernel is safe without waiting for the disk.
  const embedded = await startEmbedded(dir, { settings: { fsync: 'off', max_connections: '150' } });
  project.provide('postgresUrl', embedded.url);
  return async () => {
    await embedded.stop();
    await rm(dir, { recursive: true, force: true });
  };
}
