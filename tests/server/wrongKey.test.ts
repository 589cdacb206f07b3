import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { makeSigningKey } from '../../server/auth/makeSigningKey.ts';
import { openTestDatabase } from '../support/database.ts';
import { startServer } from '../support/serverProcess.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

test('a database that was sealed with another SECRETS_KEY ends the start with one line and exit code 1', async () => {
  const database = await openTestDatabase();
  onTestFinished(() => database.dispose());
  const dataDir = await temporaryDirectory();
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const around = { entropy: { uuid: randomUUID }, clock: { nowMs: Date.now } };
  await database.keys.ensure(makeSigningKey('access', around), 0);
  const env = { DATABASE_URL: database.url, SECRETS_KEY: 'k'.repeat(32) };
  await expect(startServer({ dataDir, env })).rejects.toThrow(
    /^the server exited with 1:\nFairground can't start: SECRETS_KEY [^\n]*sealed with[^\n]*\n$/,
  );
});
