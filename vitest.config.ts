import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longestFirst.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Clusters of several processes: `npm run test:cluster`.
    exclude: ['tests/cluster/**'],
    setupFiles: ['tests/support/standstill.ts'],
    globalSetup: ['tests/support/globalDatabase.ts'],
    // Servers and databases are processes of their own here: more workers than cores only adds waiting.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    // On a machine that others share, a server may say `busy` for longer than a test waits: asked once more there.
    retry: process.env.CI ? 1 : 0,
    // A committed `.only` would leave all other tests out, unseen.
    allowOnly: false,
  },
});
