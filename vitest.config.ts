import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longestFirst.ts';

/** They leave nothing that another file of theirs could meet: a process of its own for each would be waste. */
const TOGETHER = [
  ...['client', 'contracts', 'db', 'docs', 'domain', 'http', 'loadtest', 'ops', 'server', 'simulator'],
].map((folder) => `tests/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'together', include: TOGETHER, isolate: false } },
      {
        extends: true,
        test: {
          name: 'apart',
          include: ['tests/**/*.test.ts'],
          // `npm run test:cluster` and `npm run test:browser`.
          exclude: [...TOGETHER, 'tests/cluster/**', 'tests/browser/**'],
        },
      },
    ],
    setupFiles: ['tests/support/standstill.ts'],
    globalSetup: ['tests/support/globalDatabase.ts'],
    pool: 'forks',
    // V8 may abort where it replaces the glue of WebAssembly's calls to JavaScript after a thousand of them, as `fetch` makes
    // (nodejs/node#64500; once in some forty runs of all tests): it does not here.
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
    // Tests of rooms, kills and browsers mostly wait: with a worker a core half of the machine would stand idle.
    maxWorkers: Math.min(4, 2 * availableParallelism()),
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
