import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Dataset } from '../../domain/backtest/datasets.ts';
import { contradiction, type Document } from './conform.ts';
import { type Answer, type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';
import { CROSSING, DAY_MS, FROM_MS, putDataset, runWaiting } from './ranBacktests.ts';

const BARS = 300;

let app: LiveApp;
let document: Document;
let ada: SignedIn;
let bob: SignedIn;
let ready: Dataset;

/** Every answer of these tests is also held against the OpenAPI document. */
async function call(method: string, path: string, player: SignedIn | null, body?: unknown): Promise<Answer> {
  const answer = await app.call(method, path, {
    ...(player === null ? {} : { token: player.accessToken }),
    ...(body === undefined ? {} : { body }),
  });
  expect(contradiction(document, { method, path }, answer)).toBeNull();
  return answer;
}

const save = (player: SignedIn, body: object = {}) =>
  call('POST', '/api/strategies', player, { name: 'Crossing', strategy: CROSSING, ...body });

/** A strategy that no other test has: crossings of its own periods. */
const crossing = (fast: number, slow: number) => ({
  ...CROSSING,
  ind: { f: ['sma', 'close', fast], s: ['sma', 'close', slow] },
});

async function rich(): Promise<SignedIn> {
  const player = await signIn(app);
  await call('GET', '/api/me', player);
  await query(app, `update account set balance = 1000 where player_id = $1 and currency = 'credits'`, [
    player.player.id,
  ]);
  return player;
}

/** Runs a strategy so many times, each on a range of its own that starts a day later. */
async function run(player: SignedIn, strategy: object, times: number, order: object = {}): Promise<void> {
  for (let at = 0; at < times; at++) {
    const answer = await app.call('POST', '/api/backtests', {
      token: player.accessToken,
      headers: { 'idempotency-key': randomUUID() },
      body: { strategy, dataset: ready.id, fromMs: FROM_MS + at * DAY_MS, ...order },
    });
    expect(answer.status).toBe(202);
    await runWaiting(app);
  }
}

async function ranked(strategyHash: string, options = ''): Promise<Record<string, unknown> | undefined> {
  const { body } = await call('GET', `/api/strategies/leaderboard?limit=200${options}`, null);
  return body.items.find((row: { strategyHash: string }) => row.strategyHash === strategyHash);
}

beforeAll(async () => {
  app = await startApp();
  document = (await app.call('GET', '/openapi.json')).body;
  ready = await putDataset(app, null, BARS, 'market');
}, 120_000);
afterAll(() => app.stop());
beforeEach(async () => {
  [ada, bob] = [await signIn(app), await signIn(app)];
});

test('a large body is read from a player only, and not one of more parts or levels than a strategy has', async () => {
  const longer = { name: 'x'.repeat(20_000), strategy: CROSSING };
  expect(refusalOf(await call('POST', '/api/strategies', null, longer))).toEqual([401, 'unauthorized']);
  const long = await call('POST', '/api/strategies', ada, longer);
  expect(long.body.error).toMatchObject({ code: 'invalid_request', details: { field: 'name' } });
  const { body: saved } = await save(ada);
  const padded = { name: 'Padded', strategy: { ...CROSSING, note: 'x'.repeat(20_000) } };
  expect(refusalOf(await call('PUT', `/api/strategies/${saved.id}`, ada, padded))[1]).not.toBe(
    'payload_too_large',
  );
  for (const path of ['/api/strategies', '/api/backtests']) {
    const wide = await call('POST', path, ada, { name: Array.from({ length: 5_000 }, () => 1) });
    expect(wide.body.error).toMatchObject({ code: 'invalid_request', details: { field: 'body' } });
  }
  const elsewhere = await call('POST', '/api/auth/guest', null, { nickname: 'x'.repeat(9_000) });
  expect(refusalOf(elsewhere)).toEqual([413, 'payload_too_large']);
});

describe('strategies', () => {
  test('are kept by name, newest first, with their defaults filled in', async () => {
    const first = (await save(ada)).body;
    expect(first).toMatchObject({
      name: 'Crossing',
      public: false,
      runs: 0,
      strategy: { ...CROSSING, size: { pctEquity: 1 } },
    });
    const second = (await save(ada, { name: '  둘째 ', public: true })).body;
    expect(second).toMatchObject({ name: '둘째', public: true, strategyHash: first.strategyHash });
    const page = (await call('GET', '/api/strategies?limit=1', ada)).body;
    expect(page.items).toEqual([second]);
    expect((await call('GET', `/api/strategies?cursor=${page.next}`, ada)).body).toEqual({
      items: [first],
      next: null,
    });
    expect((await call('GET', '/api/strategies', bob)).body.items).toEqual([]);
  });

  test('are told to their owner, and once published to everybody who is signed in', async () => {
    const { id } = (await save(ada)).body;
    expect((await call('GET', `/api/strategies/${id}`, ada)).status).toBe(200);
    expect(refusalOf(await call('GET', `/api/strategies/${id}`, bob))).toEqual([404, 'not_found']);
    expect((await call('POST', `/api/strategies/${id}/publish`, ada, { public: true })).body.public).toBe(
      true,
    );
    expect((await call('GET', `/api/strategies/${id}`, bob)).body.name).toBe('Crossing');
    expect((await call('POST', `/api/strategies/${id}/publish`, ada, { public: false })).body.public).toBe(
      false,
    );
    expect(refusalOf(await call('GET', `/api/strategies/${id}`, bob))).toEqual([404, 'not_found']);
  });

  test('are renamed, rewritten and removed by their owner only', async () => {
    const { id, strategyHash } = (await save(ada, { public: true })).body;
    for (const [method, path, body] of [
      ['PUT', `/api/strategies/${id}`, { name: 'Mine' }],
      ['POST', `/api/strategies/${id}/publish`, { public: false }],
      ['DELETE', `/api/strategies/${id}`, undefined],
    ] as const) {
      expect(refusalOf(await call(method, path, bob, body))).toEqual([404, 'not_found']);
    }
    expect((await call('PUT', `/api/strategies/${id}`, ada, { name: 'Other' })).body).toMatchObject({
      name: 'Other',
      strategyHash,
    });
    const changed = (await call('PUT', `/api/strategies/${id}`, ada, { strategy: crossing(3, 8) })).body;
    expect(changed).toMatchObject({ name: 'Other', public: true, strategy: crossing(3, 8) });
    expect(changed.strategyHash).not.toBe(strategyHash);
    expect((await call('DELETE', `/api/strategies/${id}`, ada)).status).toBe(200);
    expect(refusalOf(await call('DELETE', `/api/strategies/${id}`, ada))).toEqual([404, 'not_found']);
  });

  test('are copied as "name (copy)", one’s own or published ones, never published themselves', async () => {
    const { id } = (await save(ada)).body;
    expect((await call('POST', `/api/strategies/${id}/copy`, ada)).body).toMatchObject({
      name: 'Crossing (copy)',
      public: false,
    });
    expect(refusalOf(await call('POST', `/api/strategies/${id}/copy`, bob))).toEqual([404, 'not_found']);
    await call('POST', `/api/strategies/${id}/publish`, ada, {});
    const copied = (await call('POST', `/api/strategies/${id}/copy`, bob)).body;
    expect(copied).toMatchObject({ name: 'Crossing (copy)', public: false });
    expect((await call('GET', '/api/strategies', bob)).body.items).toEqual([copied]);
    const long = (await save(ada, { name: '🎲'.repeat(30) })).body;
    expect((await call('POST', `/api/strategies/${long.id}/copy`, ada)).body.name).toBe(
      `${'🎲'.repeat(26)} (copy)`,
    );
  });

  test.each([
    ['no name', { name: undefined }, 'name'],
    ['an empty name', { name: '   ' }, 'name'],
    ['a long name', { name: 'x'.repeat(61) }, 'name'],
    ['a name of two lines', { name: 'two\nlines' }, 'name'],
    ['a strategy that is none', { strategy: { v: 1 } }, 'long'],
    ['an unknown key', { strategy: { ...CROSSING, __proto__x: 1 } }, '__proto__x'],
  ])('with %s are refused', async (_what, change, field) => {
    const answer = await save(ada, change);
    expect([...refusalOf(answer), answer.body.error.details.field]).toEqual([422, 'invalid_request', field]);
  });

  test('are at most a hundred of a player', async () => {
    const sent = await Promise.all(Array.from({ length: 105 }, () => save(ada)));
    expect(sent.filter(({ status }) => status === 200).length).toBe(100);
    expect(refusalOf(await save(ada))).toEqual([429, 'limit_exceeded']);
  });
});

describe('the leaderboard', () => {
  test('shows a published strategy from three runs on, with all that computes its best run again', async () => {
    const player = await rich();
    const strategy = crossing(4, 9);
    const saved = (await save(player, { name: 'Nine', strategy })).body;
    await run(player, strategy, 2);
    await call('POST', `/api/strategies/${saved.id}/publish`, player, {});
    expect(await ranked(saved.strategyHash)).toBeUndefined();
    await run(player, strategy, 1, { fromMs: FROM_MS + 50 * DAY_MS, public: true });

    const jobs = (await call('GET', '/api/backtests', player)).body.items;
    const best = jobs.toSorted((a: never, b: never) => sharpeOf(b) - sharpeOf(a))[0];
    const row = (await ranked(saved.strategyHash))!;
    expect(row).toMatchObject({
      ...{
        strategyId: saved.id,
        name: 'Nine',
        backtests: 3,
        sharpe: sharpeOf(best),
        resultHash: best.resultHash,
      },
      inputs: {
        strategy: saved.strategy,
        datasetId: ready.id,
        datasetSha256: ready.sha256,
        fromMs: best.fromMs,
        toMs: best.toMs,
      },
    });
    // Nobody is named, and a job only where it is public.
    expect(JSON.stringify(row)).not.toContain(player.player.id);
    expect(row.jobId).toBe(best.public ? best.jobId : undefined);
    expect((await call('GET', '/api/strategies', player)).body.items[0].runs).toBe(3);

    await call('POST', `/api/strategies/${saved.id}/publish`, player, { public: false });
    expect(await ranked(saved.strategyHash)).toBeUndefined();
  });

  test('is sorted by what is asked for, in pages', async () => {
    const player = await rich();
    for (const slow of [11, 12, 13]) {
      await save(player, { strategy: crossing(2, slow), public: true });
      await run(player, crossing(2, slow), slow === 12 ? 4 : 3);
    }
    for (const [sortBy, figure] of [
      ['sharpe', 'sharpe'],
      ['cagr', 'cagr'],
      ['return', 'totalReturn'],
      ['backtests', 'backtests'],
    ]) {
      const { items } = (await call('GET', `/api/strategies/leaderboard?sortBy=${sortBy}`, null)).body;
      const figures = items.map((row: Record<string, number>) => row[figure!]);
      expect(figures.length).toBeGreaterThanOrEqual(3);
      expect(figures).toEqual(figures.toSorted((a: number, b: number) => b - a));
      expect(items.map(({ rank }: { rank: number }) => rank)).toEqual(
        figures.map((_: number, at: number) => at + 1),
      );
    }
    const many = (await call('GET', '/api/strategies/leaderboard?minBacktests=4', null)).body.items;
    expect(many.map(({ backtests }: { backtests: number }) => backtests)).toEqual([4]);
    const first = (await call('GET', '/api/strategies/leaderboard?limit=2', null)).body;
    const rest = (await call('GET', `/api/strategies/leaderboard?limit=2&cursor=${first.next}`, null)).body;
    expect([first.items.length, rest.items[0].rank]).toEqual([2, 3]);
    for (const asked of ['sortBy=luck', 'minBacktests=x', 'limit=0', 'cursor=-1']) {
      expect(refusalOf(await call('GET', `/api/strategies/leaderboard?${asked}`, null))).toEqual([
        422,
        'invalid_request',
      ]);
    }
  });

  test('leaves out runs of under ten trades or fourteen days, and runs on data that nobody else can read', async () => {
    const player = await rich();
    const strategy = crossing(3, 7);
    const { strategyHash } = (await save(player, { strategy, public: true })).body;
    await run(player, strategy, 2);
    await run(player, strategy, 1, { toMs: FROM_MS + 20 * DAY_MS });
    const own = await putDataset(app, player, BARS, 'own');
    await run(player, strategy, 1, { dataset: own.id });
    expect(await ranked(strategyHash)).toBeUndefined();
    await run(player, strategy, 1, { dataset: own.id, public: true });
    expect(await ranked(strategyHash)).toMatchObject({ backtests: 3 });
  });

  test('shows a strategy once, whoever publishes it again', async () => {
    const [player, other] = [await rich(), await rich()];
    const strategy = crossing(5, 14);
    const saved = (await save(player, { name: 'First', strategy, public: true })).body;
    await save(other, { name: 'Second', strategy, public: true });
    await run(player, strategy, 2);
    await run(other, strategy, 1, { toMs: FROM_MS + 200 * DAY_MS });
    expect(await ranked(saved.strategyHash)).toMatchObject({ name: 'First', backtests: 3 });
  });

  test('[BJ11] counts the same run once, whoever starts it', async () => {
    const [player, other] = [await rich(), await rich()];
    const strategy = crossing(5, 15);
    const { strategyHash } = (await save(player, { strategy, public: true })).body;
    for (const each of [player, player, other]) await run(each, strategy, 2);
    expect(await ranked(strategyHash)).toBeUndefined();
    await run(other, strategy, 3);
    expect(await ranked(strategyHash)).toMatchObject({ backtests: 3 });
  });
});

describe('insights', () => {
  test('are told from five runs on, whoever started them, by market condition', async () => {
    const [player, other] = [await rich(), await rich()];
    const strategy = crossing(6, 17);
    const { strategyHash } = (await save(player, { strategy })).body;
    await run(player, strategy, 3);
    await run(other, strategy, 1);
    await run(other, strategy, 1, { toMs: FROM_MS + 200 * DAY_MS });
    const path = `/api/strategies/insights/${strategyHash}`;
    expect(refusalOf(await call('GET', path, null))).toEqual([404, 'not_found']);
    await run(other, strategy, 1, { fromMs: FROM_MS + 100 * DAY_MS });
    const { runs, byCondition } = (await call('GET', path, null)).body;
    expect(runs).toBe(5);
    expect(byCondition.reduce((sum: number, each: { runs: number }) => sum + each.runs, 0)).toBe(5);
    const jobs = [player, other].map((each) => call('GET', '/api/backtests', each));
    const returns = (await Promise.all(jobs)).flatMap(({ body }) =>
      body.items.map(
        ({ metrics }: { metrics: { totalReturn: { value: number } } }) => metrics.totalReturn.value,
      ),
    );
    for (const { medianReturn } of byCondition) {
      expect(medianReturn).toBeGreaterThanOrEqual(Math.min(...returns));
      expect(medianReturn).toBeLessThanOrEqual(Math.max(...returns));
    }
    expect(refusalOf(await call('GET', '/api/strategies/insights/x', null))).toEqual([
      422,
      'invalid_request',
    ]);
  });
});

function sharpeOf(job: { metrics: { sharpe: { value: number } } }): number {
  return job.metrics.sharpe.value;
}
