import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longestFirst.ts';

/** They change nothing that another file of theirs could find: a process of its own for each would be waste. */
const PURE = ['client', 'docs', 'domain', 'loadtest', 'ops', 'simulator'].map(
  (folder) => `tests/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'live',
          include: ['tests/**/*.test.ts'],
          // Clusters of several processes: `npm run test:cluster`.
          exclude: [...PURE, 'tests/cluster/**'],
        },
      },
    ],
    setupFiles: ['tests/support/standstill.ts'],
    globalSetup: ['tests/support/globalDatabase.ts'],
    // Servers, databases and browsers are processes of their own, and many tests wait for rounds: three keep two cores
    // busy, four made servers late.
    pool: 'forks',
    maxWorkers: 3,
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
