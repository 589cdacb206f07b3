import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { judge } from '../../scripts/proveOdds/judge.ts';
import { readOptions } from '../../scripts/proveOdds/options.ts';
import { table } from '../../scripts/proveOdds/report.ts';
import { playStream } from '../../scripts/proveOdds/simulate.ts';
import { type Subject, streamOf } from '../../scripts/proveOdds/subject.ts';
import { loadOddsTables } from '../../server/oddsTables.ts';

/** A coin that shows heads with this chance, and is said to with that. */
function coin(chance: number, said: number): Subject {
  return {
    name: 'coin',
    figures: [{ figure: 'heads', exact: said }],
    start(seed) {
      const next = streamOf(seed);
      return (games) => [
        Array.from({ length: games }, () => next()).filter((float) => float < chance).length,
      ];
    },
  };
}

function verdictOf(subject: Subject, games: number) {
  return judge(subject, playStream(subject, 'test', 0, games), games / 1000)[0]!;
}

test('a figure that the simulation bears out is ok, one that it does not is off', () => {
  expect(verdictOf(coin(0.5, 0.5), 1_000_000)).toMatchObject({ verdict: 'ok' });
  expect(verdictOf(coin(0.5, 0.51), 1_000_000)).toMatchObject({ verdict: 'OFF' });
  expect(verdictOf(coin(0.5, 0), 1_000_000)).toMatchObject({ verdict: 'OFF' });
  expect(verdictOf(coin(0, 0.5), 1_000_000)).toMatchObject({ verdict: 'OFF', offBy: -Infinity });
});

test('what hardly ever comes up is not judged', () => {
  expect(verdictOf(coin(1e-5, 1e-6), 1_000_000)).toMatchObject({ verdict: 'too rare' });
});

test('the standard error of a coin is the known one', () => {
  // 125 batches of 1,000 throws: sqrt(0.25 / 125000), which 125 batches tell to about 6 %.
  const { standardError } = verdictOf(coin(0.5, 0.5), 1_000_000);
  expect(Math.abs(standardError / Math.sqrt(0.25 / 125_000) - 1)).toBeLessThan(0.25);
});

test('a seed gives the same games again, another seed and another stream give others', () => {
  const play = (seed: string, stream: number) => playStream(coin(0.5, 0.5), seed, stream, 100_000);
  expect(play('a', 0)).toEqual(play('a', 0));
  expect(play('a', 0)).not.toEqual(play('b', 0));
  expect(play('a', 0)).not.toEqual(play('a', 1));
});

test('wrong arguments are named', () => {
  expect(readOptions([])).toEqual({ games: 10_000_000, seed: 'fairground' });
  expect(readOptions(['--games', '5000', '--seed', 'x'])).toEqual({ games: 5000, seed: 'x' });
  expect(() => readOptions(['--games', 'many'])).toThrow('--games is "many": it must be a number from 1000');
  expect(() => readOptions(['--games', '10'])).toThrow('--games is "10"');
  expect(() => readOptions(['--seed', ''])).toThrow('--seed is empty');
});

test('the table has a row a figure, and names each subject once', () => {
  const heads = verdictOf(coin(0.5, 0.5), 100_000);
  const lines = table([heads, { ...heads, figure: 'tails', verdict: 'OFF' }]).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^coin {2}heads +0\.500000000 .* ok$/);
  expect(lines[2]).toMatch(/^ {6}tails .* OFF$/);
});

test('npm run prove-odds proves every odds table there is, and says so', async () => {
  const run = await new Promise<{ code: number | null; text: string }>((resolve) => {
    const args = ['scripts/proveOdds.ts', '--games', '30000', '--seed', 'test'];
    const child = execFile(process.execPath, args, (_, stdout) => {
      resolve({ code: child.exitCode, text: stdout });
    });
  });
  expect(run.code, run.text).toBe(0);
  const { machines, banners } = await loadOddsTables(null);
  expect(machines.size).toBeGreaterThan(1);
  for (const name of machines.keys()) expect(run.text).toContain(`slots ${name} `);
  for (const name of banners.keys()) expect(run.text).toContain(`gacha ${name} `);
  expect(run.text).toMatch(/^rps +return to player/m);
});

test('npm run prove-odds refuses wrong arguments', async () => {
  const code = await new Promise((resolve) => {
    const child = execFile(process.execPath, ['scripts/proveOdds.ts', '--games', '1'], () => {
      resolve(child.exitCode);
    });
  });
  expect(code).toBe(2);
});
