import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/globalDatabase.ts'],
    // Servers and databases are processes of their own here: more workers than cores only adds waiting.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    // A test that is skipped by a committed `.only` elsewhere would pass unseen.
    allowOnly: false,
  },
});
