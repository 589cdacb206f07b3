import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Crew } from '../../simulation/crew.ts';
import { mutated, pathOf } from '../../simulation/loader.ts';
import { MUTANTS } from '../../simulation/mutants/mutants.ts';
import { catchMutant } from '../../simulation/mutants/runMutants.ts';
import { shrink } from '../../simulation/shrink.ts';
import type { RunOptions } from '../../simulation/world.ts';

const SEEDS = 500;
/** `npm run simulate -- --seeds 10000` runs longer ones. */
const STEPS = 220;
const PATIENCE_MS = 240_000;

const runOf = (seed: number, steps = STEPS): RunOptions => ({
  seed,
  steps,
  only: null,
  faults: null,
  tells: false,
});

describe('worlds', () => {
  let crew: Crew;
  beforeAll(() => {
    crew = new Crew(1);
  });
  afterAll(() => crew.close());

  test(
    '[SI1] [SI2] [SI3] [SI4] [SI5] [SI6] [SI7] [SI8] [SI9] [SI10] 500 of them keep every rule',
    async () => {
      const reached = new Map<string, number>();
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const { violation, reached: here } = await crew.run(runOf(seed));
        const replay = `npm run simulate -- --seed ${seed} --steps ${STEPS}`;
        expect(violation === null ? null : { ...violation, replay }).toBeNull();
        for (const [name, times] of Object.entries(here)) reached.set(name, (reached.get(name) ?? 0) + times);
      }
      // Rules that nothing has put to the test hold anywhere.
      const must = [
        'kill',
        'stall',
        'stop',
        'cut',
        'outage',
        'drop',
        'bet',
        'cancel',
        'cashout',
        'commit',
        'reveal',
      ];
      const ends = [
        'round with a gap',
        'bet lost',
        'cash-out by player',
        'cash-out by auto',
        'match finished',
      ];
      for (const name of [...must, ...ends])
        expect([name, (reached.get(name) ?? 0) > 20]).toEqual([name, true]);
    },
    PATIENCE_MS,
  );

  test('[SI11] a seed has one run', async () => {
    const twice = [];
    for (let turn = 0; turn < 2; turn += 1) twice.push(await crew.run({ ...runOf(77), tells: true }));
    expect(twice[0]!.story.length).toBeGreaterThan(100);
    expect(twice[0]).toEqual(twice[1]);
  });
});

describe('mutants', () => {
  test.each(MUTANTS.map((mutation) => [mutation.name, mutation] as const))(
    '[SI13] the text of "%s" stands in the code once',
    (_name, mutation) => {
      const source = readFileSync(pathOf(mutation.file), 'utf8');
      expect(mutated(source, mutation)).not.toBe(source);
    },
  );

  test('[SI13] a text that is not there, or there twice, is told', () => {
    const mutation = { name: 'x', file: 'y.ts', find: 'a', replace: 'b' };
    expect(() => mutated('c', mutation)).toThrow('stands 0 times in y.ts');
    expect(() => mutated('aa', mutation)).toThrow('stands 2 times in y.ts');
  });

  test(
    '[SI12] [SI13] a mutant is caught, and its run shrunk',
    async () => {
      const mutation = MUTANTS.find(({ name }) => name.startsWith('a bet is acknowledged before'))!;
      const caught = await catchMutant(mutation, 20);
      expect(caught?.rule).toBe('SI3');
      const crew = new Crew(1, mutation);
      try {
        const failed = runOf(caught!.seed, 600);
        const result = await crew.run(failed);
        const shortest = await shrink(failed, result, (options) => crew.run(options), 60);
        expect(shortest.only!.size).toBeLessThan(result.made.length);
        expect((await crew.run(shortest)).violation?.rule).toBe('SI3');
      } finally {
        await crew.close();
      }
    },
    PATIENCE_MS,
  );
});
