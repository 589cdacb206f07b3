import { expect, test } from 'vitest';
import { readOptions } from '../../scripts/fuzz/options.ts';
import { fuzz } from '../../scripts/fuzz/run.ts';
import { problemsOf } from '../../scripts/fuzz/verdict.ts';

/** `SEED` draws other cases; `npm run fuzz` sends a million. */
const SEED = Number(process.env.SEED ?? 1);

test('20,000 frames and hundreds of requests that no client would send: the server refuses each by its code, goes on, and holds no more than before', {
  timeout: 400_000,
}, async () => {
  const result = await fuzz({ seed: SEED, frames: 20_000, only: null, transport: 'auto' }, console.log);
  expect(problemsOf(result)).toEqual([]);
  expect(result.frames).toBeGreaterThanOrEqual(20_000);
  expect(result.requests).toBeGreaterThan(100);
});

test.each([
  [['--frames', 'many'], '--frames is "many"'],
  [['--transport', 'tcp'], '--transport is "tcp"'],
  [['--only', '1,x'], '--only is "x"'],
])('%s is refused by name', (words, message) => {
  expect(() => readOptions(words)).toThrow(message);
});
