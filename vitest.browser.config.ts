import { defineConfig } from 'vitest/config';

/** `npm run test:browser`: what takes a browser longer than `npm test` may; one file after the other. */
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
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
