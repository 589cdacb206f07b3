import { expect, test } from 'vitest';
import { createTurns } from '../../server/transport/turns.ts';

const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));

test('so many requests go in one turn of the event loop, the others in the next ones, in order', async () => {
  const turn = createTurns(2);
  const gone: number[] = [];
  const all = [0, 1, 2, 3, 4].map(async (each) => {
    await turn();
    gone.push(each);
  });
  await Promise.resolve();
  expect(gone).toEqual([0, 1]);
  await immediate();
  expect(gone).toEqual([0, 1, 2, 3]);
  await Promise.all(all);
  expect(gone).toEqual([0, 1, 2, 3, 4]);
  await immediate();
  expect(turn()).toBeUndefined();
});

test('a request that comes while others wait does not pass them', async () => {
  const turn = createTurns(1);
  const gone: string[] = [];
  const go = async (name: string) => {
    await turn();
    gone.push(name);
  };
  const all = [go('first'), go('second')];
  await immediate();
  all.push(go('third'));
  await Promise.all(all);
  expect(gone).toEqual(['first', 'second', 'third']);
});
