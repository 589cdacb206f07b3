import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fairground } from '../../client/sdk/index.ts';
import { startBacktestServer } from './support/backtestServer.ts';

let server: Awaited<ReturnType<typeof startBacktestServer>>;
let fair: Fairground;

function newFairground(): Fairground {
  return new Fairground({
    url: server.url,
    fetch: server.fetch,
    random: () => 0,
    watchdog: { pingEveryMs: 50, silenceMs: 150 },
  });
}

beforeEach(async () => {
  server = await startBacktestServer();
  fair = newFairground();
  await fair.guest();
});

afterEach(async () => {
  await fair.close();
  await server.stop();
});

describe('a backtest that is watched', () => {
  test('shows state, metrics and end, and gives the seat up', async () => {
    const run = await fair.backtest('job-1').joined();
    server.show({ status: 'running', stage: 'simulation', percent: 40 }, 10_000);
    await expect.poll(() => run.state.value).toMatchObject({ percent: 40, equity: [{ value: 10_000 }] });
    const before = run.state.value;
    server.show({ percent: 60 }, 10_500);
    await expect.poll(() => run.state.value?.equity.length).toBe(2);
    expect(before).toMatchObject({ percent: 40, equity: [{ atMs: 0, value: 10_000 }] });
    const metrics = { sharpe: { value: 1, definition: 'sharpe.arithmetic.v1' } };
    server.tell('metrics', metrics);
    await expect.poll(() => run.metrics.value).toEqual(metrics);
    server.tell('done', { status: 'completed', reason: null, resultHash: 'hash' });
    await expect
      .poll(() => run.done.value)
      .toEqual({ status: 'completed', reason: null, resultHash: 'hash' });
    await expect.poll(() => run.status.value).toEqual({ state: 'offline', error: null });
    await expect.poll(() => server.rooms()).toBe(0);
  });

  test('is one seat for each job, with or without an account', async () => {
    const run = await fair.backtest('job-1').joined();
    expect(fair.backtest('job-1')).toBe(run);
    expect(fair.backtest('job-2')).not.toBe(run);
    const spectator = newFairground();
    await spectator.backtest('job-1').joined();
    await spectator.close();
  });

  test.each(['cut', 'busy', 'store_unavailable'] as const)(
    'is cancelled in the end, whatever comes between: %s',
    async (behaviour) => {
      const run = await fair.backtest('job-1').joined();
      server.cancels.push(behaviour);
      await run.cancel();
      expect(server.cancelled()).toBe(1);
    },
  );

  test('is cancelled by its owner only', async () => {
    const run = await fair.backtest('job-1').joined();
    server.cancels.push('forbidden');
    await expect(run.cancel()).rejects.toMatchObject({ code: 'forbidden' });
    server.forbid();
    await expect.poll(() => run.status.value).toMatchObject({ error: { code: 'forbidden' } });
  });
});

describe('a backtest that is submitted', () => {
  const order = { strategy: { v: 1 }, dataset: 'data' };

  test('keeps its key until it is answered', async () => {
    server.answers.push({ status: 503, body: { error: { code: 'busy', message: '', details: {} } } });
    server.answers.push({ status: 202, body: { jobId: 'job-1', chargedCredits: 3, position: 0 } });
    expect(await fair.backtests.submit(order)).toMatchObject({ jobId: 'job-1', chargedCredits: 3 });
    const [first, second] = server.seen;
    expect(first).toMatchObject({ method: 'POST', path: '/api/backtests', token: 'Bearer token' });
    expect(second).toEqual(first);
    expect(first!.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(first!.body)).toEqual(order);
  });

  test('has the key that it was given', async () => {
    await fair.backtests.submit({ ...order, key: 'mine' });
    expect(server.seen[0]).toMatchObject({ key: 'mine', body: JSON.stringify(order) });
  });

  test('that is refused says where it is wrong', async () => {
    const details = { field: 'long.gt[0]', problem: 'must be finite' };
    server.answers.push({ status: 422, body: { error: { code: 'invalid_request', message: '', details } } });
    await expect(fair.backtests.submit(order)).rejects.toMatchObject({ code: 'invalid_request', details });
  });
});

test('what is public is asked for without a token by those who have none', async () => {
  const spectator = newFairground();
  await spectator.backtests.get('job/1');
  await spectator.strategies.leaderboard({ sortBy: 'cagr', minBacktests: 5 });
  expect(server.seen).toMatchObject([
    { path: '/api/backtests/job%2F1', token: null },
    { path: '/api/strategies/leaderboard?sortBy=cagr&minBacktests=5', token: null },
  ]);
  await expect(spectator.backtests.list()).rejects.toMatchObject({ code: 'unauthorized' });
});

test('a file is sent as it is', async () => {
  const csv = 'time,open,high,low,close,volume\n2024-01-01,1,1,1,1,1\n';
  await fair.datasets.upload({ name: 'a b', dateFormat: 'iso', csv: new Blob([csv]) });
  expect(server.seen[0]).toMatchObject({
    ...{ method: 'POST', path: '/api/datasets?name=a+b&dateFormat=iso', type: 'text/csv', body: csv },
  });
});

test('bars come as bytes, and their refusal as an error', async () => {
  server.answers.push({ status: 200, body: new Uint8Array([1, 2, 3]) });
  expect(new Uint8Array(await fair.datasets.bars('data', 'job'))).toEqual(new Uint8Array([1, 2, 3]));
  expect(server.seen[0]!.path).toBe('/api/datasets/data/bars?jobId=job');
  server.answers.push({ status: 404, body: { error: { code: 'not_found', message: '', details: {} } } });
  await expect(fair.datasets.bars('data')).rejects.toMatchObject({ code: 'not_found' });
});

test('a strategy is not saved twice by a lost answer', async () => {
  const failing = new Fairground({
    url: server.url,
    fetch: async (input, init) => {
      const response = await server.fetch(input, init);
      if (String(input).includes('/api/strategies')) throw new TypeError('the line is cut');
      return response;
    },
  });
  await failing.guest();
  await expect(failing.strategies.save({ name: 'mine', strategy: {} })).rejects.toMatchObject({
    code: 'unreachable',
  });
  expect(server.seen).toHaveLength(1);
});
