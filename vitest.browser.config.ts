import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longestFirst.ts';

/** `npm run test:browser`: all that takes a browser, but for the one journey that is in `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
    setupFiles: ['tests/support/standstill.ts'],
    globalSetup: ['tests/support/globalDatabase.ts'],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 300_000,
    teardownTimeout: 30_000,
    // On a machine that others share, a server may say `busy` for longer than a test waits: asked once more there.
    retry: process.env.CI ? 1 : 0,
    allowOnly: false,
  },
});
