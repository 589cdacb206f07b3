import { defineConfig } from 'vitest/config';

/** `npm run test:cluster`: clusters of real processes, one after the other; each file has one of its own. */
export default defineConfig({
  test: {
    include: ['tests/cluster/**/*.test.ts'],
    setupFiles: ['tests/support/standstill.ts'],
    globalSetup: ['tests/support/globalDatabase.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    teardownTimeout: 30_000,
    allowOnly: false,
  },
});
