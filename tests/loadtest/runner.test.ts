import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConsole } from '../../scripts/loadtest/generator.ts';
import { findK6 } from '../../scripts/loadtest/k6.ts';
import { compare } from '../../scripts/loadtest/money.ts';
import { mustHaveFiles } from '../../scripts/loadtest/openFiles.ts';
import { readOptions } from '../../scripts/loadtest/options.ts';
import { type Sample, usageOf } from '../../scripts/loadtest/sampler.ts';
import { verdictOf } from '../../scripts/loadtest/verdict.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

const balances = (rows: Record<string, [number, number]>) =>
  new Map(Object.entries(rows).map(([player, [coins, credits]]) => [player, { coins, credits }]));

describe('the money check', () => {
  const opening = balances({ ann: [1_000, 10], bob: [1_000, 10], cid: [1_000, 10] });

  test('agrees player by player, and adds up', () => {
    const closing = balances({ ann: [900, 7], bob: [1_250, 10], cid: [1_000, 10] });
    const checked = compare(opening, closing, [
      ['ann', -100, -3, 0],
      ['bob', 250, 0, 0],
    ]);
    expect(checked).toEqual({
      ...{ players: 2, believedCoins: 150, ledgerCoins: 150, believedCredits: -3, ledgerCredits: -3 },
      differing: [],
    });
  });

  test.each<[string, Record<string, [number, number]>, [string, number, number, number][], string[]]>([
    ['a win that is not booked', {}, [['ann', 5, 0, 0]], ['ann']],
    ['a stake that nobody believes in', { bob: [900, 10] }, [['bob', 0, 0, 0]], ['bob']],
    ['two errors that hide each other in the sum', {}, [['ann', 5, 0, 0], ['bob', -5, 0, 0]], ['ann', 'bob']], // biome-ignore format: a row each
    ['a player who told nothing and has lost', { cid: [0, 10] }, [], ['cid']],
    ['credits', {}, [['ann', 0, -3, 0]], ['ann']],
    ['somebody whom the ledger does not know', {}, [['dot', 1, 0, 0]], ['dot']],
  ])('finds %s', (_what, moved, beliefs, differing) => {
    const closing = new Map([...opening, ...balances(moved)]);
    expect(compare(opening, closing, beliefs).differing.map(({ playerId }) => playerId)).toEqual(differing);
  });
});

test('what virtual users print is gathered, the generator’s own lines are not', () => {
  const lines = [
    '{"openedAtMs":7}',
    'WARN something of k6',
    '{"beliefs":[["ann",1,0,0]],"rejections":{"busy":2}}',
    '{"beliefs":[["bob",-1,0,0]],"rejections":{"busy":1,"too_late":4}}',
  ];
  expect(readConsole(lines.join('\n'))).toEqual({
    openedAtMs: 7,
    beliefs: [['ann', 1, 0, 0], ['bob', -1, 0, 0]], // biome-ignore format: one line
    rejections: { busy: 3, too_late: 4 },
  });
});

describe('a verdict', () => {
  const money = {
    ...{ players: 1, believedCoins: 0, ledgerCoins: 0, believedCredits: 0, ledgerCredits: 0 },
    ...{ differing: [], reconciledDifference: 0, transfers: 1 },
  };
  const ended = (exitCode: number | null, crossed: boolean) => ({
    exitCode,
    metrics: { bet_ms: { 'p(99)': 600, thresholds: { 'p(99)<=500': crossed } } },
    output: 'last words',
  });

  test('is good when k6, thresholds and money are', () => {
    expect(verdictOf(ended(0, false), money, null)).toEqual([]);
  });

  test('names each thing that does not hold', () => {
    expect(verdictOf(ended(99, true), money, null)).toEqual([expect.stringContaining('p(99)<=500')]);
    expect(verdictOf(ended(107, false), money, null)).toEqual(['the generator ended with 107: last words']);
    expect(verdictOf(ended(null, false), money, null)).toEqual([expect.stringContaining('a signal')]);
    const uneven = { ...money, reconciledDifference: 3 };
    expect(verdictOf(ended(0, false), uneven, null)).toEqual([
      expect.stringContaining('does not add up, by 3'),
    ]);
  });
});

describe('samples', () => {
  const HOUR_MS = 3_600_000;
  const sample = (atMs: number, changes: Partial<Sample> = {}): Sample => ({
    ...{ atMs, serverCpuMs: 0, serverRssKib: 1_024, databaseCpuMs: 0, generatorCpuMs: 0, generatorRssKib: 0 },
    ...{ machineCpuMs: 0, eventLoopDelayMs: 0, ledgerItems: 0, ledgerBatches: 0, ...changes },
  });

  test('tell what was used between two instants, and nothing else', () => {
    const usage = usageOf(
      [
        sample(0, { serverCpuMs: 900 }),
        sample(1_000, { serverCpuMs: 1_000, eventLoopDelayMs: 2, ledgerItems: 10, ledgerBatches: 1 }),
        sample(3_000, { serverCpuMs: 2_000, eventLoopDelayMs: 4, ledgerItems: 90, ledgerBatches: 5 }),
        sample(9_000, { serverCpuMs: 9_000, eventLoopDelayMs: 99 }),
      ],
      500,
      3_500,
    )!;
    expect(usage).toMatchObject({ serverCores: 0.5, eventLoopDelayMs: 3, longestLoopDelayMs: 4 });
    expect(usage).toMatchObject({ itemsPerBatch: 20, batchesPerSecond: 2, serverRssMib: 1 });
    expect(usageOf([sample(0)], 0, 1)).toBe(null);
  });

  test('a slope leaves out the first third, and fails a soak above 1 % an hour', () => {
    const grown = (atHours: number) => sample(atHours * HOUR_MS, { serverRssKib: 1_000 + 100 * atHours });
    const early = (atHours: number) => sample(atHours * HOUR_MS, { serverRssKib: 500 * atHours });
    const flat = [early(0), early(0.5), ...[1, 2, 3].map((at) => sample(at * HOUR_MS))];
    expect(usageOf(flat, 0, 3 * HOUR_MS)!.rssPercentPerHour).toBeCloseTo(0);
    const soaked = usageOf([0, 1, 2, 3].map(grown), 0, 3 * HOUR_MS)!;
    expect(soaked.rssPercentPerHour).toBeCloseTo(100 / 12);
    const money = compare(new Map(), new Map(), []);
    const verdict = verdictOf(
      { exitCode: 0, metrics: {}, output: '' },
      { ...money, reconciledDifference: 0, transfers: 0 },
      soaked,
    );
    expect(verdict).toEqual(['resident memory grows by 8.33 % an hour']);
  });
});

test('more players than a process may have sockets are refused before anything starts', () => {
  const crash = (players: number) => readOptions(['crash', '--players', String(players)]);
  expect(() => mustHaveFiles(crash(400), 1_024)).toThrow(/need 1100 open files.*1024.*--players 362/);
  expect(() => mustHaveFiles(crash(362), 1_024)).not.toThrow();
  const fewLobbies = readOptions(['crash', '--players', '400', '--lobbies', '324']);
  expect(() => mustHaveFiles(fewLobbies, 1_024)).not.toThrow();
  expect(() => mustHaveFiles(fewLobbies, 1_023)).toThrow(/need 1024/);
});

test('smoke is every scenario but the soak, small; flags change a plan', () => {
  const smoke = readOptions(['smoke']);
  expect(smoke.scenarios.map(({ name }) => name)).toEqual([
    ...['crash', 'crash-spread', 'slots', 'gacha', 'mixed', 'backtests', 'spectators', 'reconnects'],
    ...['broadcast', 'spike'],
  ]);
  expect(smoke.scenarios.every(({ plan }) => plan.duration === 10 && plan.players <= 100)).toBe(true);
  expect(readOptions(['slots', '--duration', '2m', '--players', '3']).scenarios[0]!.plan).toMatchObject({
    ...{ duration: 120, players: 3, users: 3 },
  });
});

test.each([
  ['no scenario', [], /^which scenario\?/],
  ['an unknown scenario', ['crush'], /^there is no scenario crush, but crash, /],
  ['an unknown flag', ['crash', '--player', '5'], /^Unknown option '--player'/],
  ['no number', ['crash', '--players', 'many'], /^--players is a whole number from 1 to 100000/],
  ['nobody', ['crash', '--players', '0'], /^--players is a whole number from 1 to 100000/],
  ['players for a minute', ['crash', '--players', '5m'], /^--players is a whole number/],
  ['two scenarios', ['crash', 'slots'], /^one scenario at a time/],
  ['no address', ['crash', '--url', 'localhost'], /^--url is http:\/\/HOST:PORT, not localhost/],
  ['a cluster that runs', ['crash', '--url', 'http://h:1', '--members', '2'], /^--members starts a cluster/],
  ['another transport', ['crash', '--transport', 'tcp'], /^--transport is auto, uws or ws, not tcp/],
  ['another generator', ['crash', '--generator', 'jmeter'], /^--generator is k6 or node, not jmeter/],
])('%s is told in one line', (_what, words, line) => {
  expect(() => readOptions(words)).toThrow(line);
  expect(() => readOptions(words)).not.toThrow(/\n/);
});

test('k6 is what K6 says, or the first that is new enough of PATH, GOBIN, GOPATH and go in HOME', async () => {
  const directory = await temporaryDirectory();
  const install = (version: string, ...path: string[]) => {
    mkdirSync(join(directory, ...path), { recursive: true });
    const program = join(directory, ...path, 'k6');
    writeFileSync(program, `#!/bin/sh\necho 'k6 v${version} (go1.26.8, linux/amd64)'\n`);
    chmodSync(program, 0o755);
    return program;
  };
  const at = (...path: string[]) => join(directory, ...path);
  const env = { PATH: at('path'), GOBIN: at('gobin'), GOPATH: at('go1'), HOME: at('home') };
  expect(() => findK6(env)).toThrow(/^there is no k6 in PATH, GOBIN or GOPATH\/bin: get k6 2 .*README/);
  const old = install('1.7.1', 'path');
  expect(() => findK6(env)).toThrow(`k6 1.7.1 at ${old} is too old`);
  expect(() => findK6({ ...env, K6: old })).toThrow(`k6 1.7.1 at ${old} is too old`);
  expect(() => findK6({ ...env, K6: at('missing') })).toThrow(/missing is no k6/);
  const home = install('2.0.0', 'home', 'go', 'bin');
  expect(findK6(env)).toEqual({ path: home, version: '2.0.0' });
  const gopath = install('2.0.1', 'go1', 'bin');
  expect(findK6(env)).toEqual({ path: gopath, version: '2.0.1' });
  const gobin = install('2.1.0-rc1', 'gobin');
  expect(findK6(env)).toEqual({ path: gobin, version: '2.1.0-rc1' });
  expect(findK6({ ...env, K6: home })).toEqual({ path: home, version: '2.0.0' });
  await rm(directory, { recursive: true });
});
