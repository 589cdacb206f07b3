import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Dataset } from '../../domain/backtest/datasets.ts';
import { contradiction, type Document } from './conform.ts';
import {
  type Answer,
  type CallOptions,
  type LiveApp,
  query,
  refusalOf,
  type SignedIn,
  signIn,
  startApp,
} from './liveApp.ts';
import { CROSSING, DAY_MS, FROM_MS, putDataset, runWaiting, walk } from './ranBacktests.ts';

const LONG = 800;
const SHORT = 200;

let app: LiveApp;
let document: Document;
let ada: SignedIn;
let bob: SignedIn;
let ready: Dataset;
let short: Dataset;

/** Every answer of these tests is also held against the OpenAPI document. */
async function call(
  method: string,
  path: string,
  player: SignedIn | null,
  options: Omit<CallOptions, 'token'> = {},
): Promise<Answer> {
  const token = player === null ? {} : { token: player.accessToken };
  const answer = await app.call(method, path, { ...token, ...options });
  expect(contradiction(document, { method, path }, answer)).toBeNull();
  return answer;
}

function submit(player: SignedIn, change: object = {}, key: string = randomUUID()): Promise<Answer> {
  return call('POST', '/api/backtests', player, {
    headers: { 'idempotency-key': key },
    body: { strategy: CROSSING, dataset: short.id, ...change },
  });
}

async function credits(player: SignedIn): Promise<number> {
  return (await call('GET', '/api/me', player)).body.balances.credits;
}

beforeAll(async () => {
  app = await startApp();
  document = (await app.call('GET', '/openapi.json')).body;
  ready = await putDataset(app, null, LONG, 'ready');
  short = await putDataset(app, null, SHORT, 'short');
}, 120_000);
afterAll(() => app.stop());
beforeEach(async () => {
  ada = await signIn(app);
  bob = await signIn(app);
});

describe('an order', () => {
  test('is charged by the time that its bars span, and answered 202 with its place', async () => {
    const first = await submit(ada);
    expect([first.status, first.body]).toEqual([
      202,
      { jobId: expect.any(String), chargedCredits: 3, position: expect.any(Number) },
    ]);
    expect(await credits(ada)).toBe(7);
    expect(app.published.filter(({ playerId }) => playerId === ada.player.id).at(-1)?.balances.credits).toBe(
      7,
    );
    const rich = await signIn(app);
    expect((await submit(rich, { dataset: ready.id })).body.chargedCredits).toBe(10);
    // A part of the same data may be within a year.
    const part = { dataset: ready.id, fromMs: FROM_MS, toMs: FROM_MS + 366 * DAY_MS };
    expect((await submit(bob, part)).body.chargedCredits).toBe(3);
    expect(refusalOf(await submit(bob, { ...part, toMs: part.toMs + DAY_MS }))).toEqual([
      ...[402, 'insufficient_funds'],
    ]);
    await runWaiting(app);
  });

  test('sent again with its key is answered with the job that it made, and charged once', async () => {
    const key = randomUUID();
    const answers = await Promise.all([submit(ada, {}, key), submit(ada, {}, key.toUpperCase())]);
    expect(answers[0]!.body).toEqual(answers[1]!.body);
    expect(await credits(ada)).toBe(7);
    expect(refusalOf(await submit(ada, { public: true }, key))).toEqual([409, 'key_conflict']);
    // The defaults of the strategy and of the settings filled in are the same order.
    const spelled = { strategy: { ...CROSSING, size: { pctEquity: 1 } }, config: { profile: 'native' } };
    expect((await submit(ada, spelled, key)).body.jobId).toBe(answers[0]!.body.jobId);
    await runWaiting(app);
    expect((await submit(ada, {}, key)).body.jobId).toBe(answers[0]!.body.jobId);
  });

  test('sent again after its data were removed is answered all the same', async () => {
    const own = await putDataset(app, ada, SHORT, `own ${ada.player.id}`);
    const key = randomUUID();
    const { jobId } = (await submit(ada, { dataset: own.id }, key)).body;
    await app.database.datasets.remove(own.id, ada.player.id);
    expect((await submit(ada, { dataset: own.id }, key)).body).toMatchObject({ jobId, chargedCredits: 3 });
    expect(refusalOf(await submit(ada, { dataset: own.id, public: true }, key))).toEqual([
      409,
      'key_conflict',
    ]);
    expect(refusalOf(await submit(ada, { dataset: own.id }))).toEqual([404, 'not_found']);
    // The data stay for the job that still waits.
    expect(await runWaiting(app)).toMatchObject([{ jobId, status: 'completed' }]);
  });

  test('runs on the bars of its range, both ends included', async () => {
    const range = { fromMs: FROM_MS + 20 * DAY_MS, toMs: FROM_MS + 79 * DAY_MS };
    const { jobId } = (await submit(ada, range)).body;
    await runWaiting(app);
    const job = (await call('GET', `/api/backtests/${jobId}`, ada)).body;
    expect(job).toMatchObject({ ...range, bars: 60, status: 'completed' });
    const { equity } = (await call('GET', `/api/backtests/${jobId}/result`, ada)).body;
    expect([equity.length, equity[0].atMs, equity.at(-1).atMs]).toEqual([60, range.fromMs, range.toMs]);
  });

  test.each([
    ['no strategy', { strategy: undefined }, 'strategy'],
    ['a strategy of another kind', { strategy: 'buy low' }, 'strategy'],
    ['an unknown key of the strategy', { strategy: { ...CROSSING, eval: '1' } }, 'eval'],
    ['a rule on an unknown indicator', { strategy: { ...CROSSING, long: { gt: ['x', 1] } } }, 'long.gt[0]'],
    [
      'a prototype as an indicator',
      { strategy: { ...CROSSING, long: { gt: ['constructor', 1] } } },
      'long.gt[0]',
    ],
    ['a setting that is none', { config: { profil: 'native' } }, 'config.profil'],
    ['a setting out of range', { config: { leverage: 1e9 } }, 'config.leverage'],
    ['no data set', { dataset: undefined }, 'dataset'],
    ['a data set by name', { dataset: 'ready' }, 'dataset'],
    ['an instant as text', { fromMs: '2020-01-01' }, 'fromMs'],
    ['an end before its start', { fromMs: FROM_MS + DAY_MS, toMs: FROM_MS }, 'fromMs'],
    ['a time before the data', { toMs: FROM_MS - DAY_MS }, 'dataset'],
    ['a range that is shorter than a period', { toMs: FROM_MS + 10 * DAY_MS }, 'ind.s[2]'],
    [
      'a range that is shorter than the warm-up',
      {
        toMs: FROM_MS + 10 * DAY_MS,
        strategy: { v: 1, ind: { r: ['rsi', 'close', 9] }, long: { lt: ['r', 30] } },
      },
      'dataset',
    ],
    [
      'a period longer than the data',
      { strategy: { ...CROSSING, ind: { f: ['sma', 'close', SHORT], s: ['sma', 'close', 3] } } },
      'ind.f[2]',
    ],
    ['a strategy over 16 KB', { strategy: { ...CROSSING, note: 'x'.repeat(17_000) } }, 'strategy'],
    ['public as text', { public: 'yes' }, 'public'],
  ])('with %s is refused, names the field, and costs nothing', async (_what, change, field) => {
    const answer = await submit(ada, change);
    expect([...refusalOf(answer), answer.body.error.details.field]).toEqual([422, 'invalid_request', field]);
    expect(await credits(ada)).toBe(10);
    expect((await call('GET', '/api/backtests', ada)).body.items).toEqual([]);
  });

  test('nested as deep as a body can be is refused like any other', async () => {
    const deep = `{"dataset":"${short.id}","strategy":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    const answer = await call('POST', '/api/backtests', ada, {
      headers: { 'idempotency-key': randomUUID() },
      body: deep,
    });
    expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
  });

  test('that just has its warm-up and two bars runs', async () => {
    const { jobId } = (await submit(ada, { toMs: FROM_MS + 11 * DAY_MS })).body;
    await runWaiting(app);
    expect((await call('GET', `/api/backtests/${jobId}`, ada)).body).toMatchObject({
      bars: 12,
      status: 'completed',
    });
  });

  test('without a key, or with one that is none, is refused', async () => {
    for (const headers of [{}, { 'idempotency-key': 'one' }] as Record<string, string>[]) {
      const body = { strategy: CROSSING, dataset: short.id };
      const answer = await call('POST', '/api/backtests', ada, { headers, body });
      expect([...refusalOf(answer), answer.body.error.details.field]).toEqual([
        ...[422, 'invalid_request', 'idempotency-key'],
      ]);
    }
  });

  test('on somebody else’s data is not found', async () => {
    const own = await putDataset(app, bob, SHORT, `bob ${bob.player.id}`);
    expect(refusalOf(await submit(ada, { dataset: own.id }))).toEqual([404, 'not_found']);
    expect(refusalOf(await submit(ada, { dataset: randomUUID() }))).toEqual([404, 'not_found']);
    expect(await credits(ada)).toBe(10);
  });

  test('beyond the credits, or beyond five that wait, is refused', async () => {
    for (let sent = 0; sent < 3; sent++) expect((await submit(ada)).status).toBe(202);
    expect(refusalOf(await submit(ada))).toEqual([402, 'insufficient_funds']);
    await query(
      app,
      'update account set balance = 1000 where id = (select id from account where player_id = $1 and currency = $2)',
      [...[bob.player.id, 'credits']],
    );
    const answers = await Promise.all(Array.from({ length: 12 }, () => submit(bob)));
    expect(answers.filter(({ status }) => status === 202).length).toBe(5);
    expect(answers.map(refusalOf).filter(([status]) => status !== 202)).toEqual(
      Array.from({ length: 7 }, () => [429, 'limit_exceeded']),
    );
    await runWaiting(app);
  });
});

describe('a backtest', () => {
  test('is its owner’s, on pages, newest first, and tells metrics and trades once it is completed', async () => {
    const ids: string[] = [];
    for (let sent = 0; sent < 3; sent++) ids.push((await submit(ada)).body.jobId);
    const waiting = (await call('GET', `/api/backtests/${ids[1]}`, ada)).body;
    expect(waiting).toMatchObject({
      status: 'queued',
      percent: 0,
      metrics: null,
      resultHash: null,
      public: false,
    });
    expect(waiting).toMatchObject({ playerId: ada.player.id, strategy: CROSSING, datasetName: 'walk short' });
    expect(refusalOf(await call('GET', `/api/backtests/${ids[1]}/result`, ada))).toEqual([404, 'not_found']);
    await runWaiting(app);

    const first = (await call('GET', '/api/backtests?limit=2', ada)).body;
    expect(first.items.map(({ jobId }: { jobId: string }) => jobId)).toEqual([ids[2], ids[1]]);
    for (const item of first.items) {
      expect(item).not.toHaveProperty('strategy');
      expect(item).not.toHaveProperty('equity');
    }
    const rest = (await call('GET', `/api/backtests?limit=2&cursor=${first.next}`, ada)).body;
    expect([rest.items.map(({ jobId }: { jobId: string }) => jobId), rest.next]).toEqual([[ids[0]], null]);

    const job = (await call('GET', `/api/backtests/${ids[0]}`, ada)).body;
    const result = (await call('GET', `/api/backtests/${ids[0]}/result`, ada)).body;
    expect(job).toMatchObject({ status: 'completed', stage: 'stored', percent: 100, attempt: 1 });
    expect(result).toMatchObject({ metrics: job.metrics, resultHash: job.resultHash });
    expect(result.trades.length).toBe(result.metrics.trades.value);
    expect(result.trades.length).toBeGreaterThan(5);
    expect(result.equity.length).toBe(SHORT);
    expect((await call('GET', '/api/backtests', bob)).body.items).toEqual([]);
  });

  test('of somebody else is not there; a public one is, without its owner, and with nobody signed in too', async () => {
    const hidden = (await submit(ada)).body.jobId;
    const open = (await submit(ada, { public: true })).body.jobId;
    await runWaiting(app);
    for (const part of ['', '/result']) {
      expect(refusalOf(await call('GET', `/api/backtests/${hidden}${part}`, bob))).toEqual([
        404,
        'not_found',
      ]);
      expect(refusalOf(await call('GET', `/api/backtests/${hidden}${part}`, null))).toEqual([
        401,
        'unauthorized',
      ]);
      expect((await call('GET', `/api/backtests/${open}${part}`, bob)).status).toBe(200);
      expect((await call('GET', `/api/backtests/${open}${part}`, null)).status).toBe(200);
      const spoiled = await call('GET', `/api/backtests/${open}${part}`, null, {
        headers: { authorization: 'Bearer a.b.c' },
      });
      expect(refusalOf(spoiled)).toEqual([401, 'unauthorized']);
    }
    expect((await call('GET', `/api/backtests/${open}`, bob)).body).not.toHaveProperty('playerId');
    expect((await call('GET', `/api/backtests/${open}`, ada)).body.playerId).toBe(ada.player.id);
    expect(refusalOf(await call('GET', `/api/backtests/${randomUUID()}`, bob))).toEqual([404, 'not_found']);
    expect(refusalOf(await call('GET', '/api/backtests/x', bob))).toEqual([422, 'invalid_request']);
    expect(refusalOf(await call('DELETE', `/api/backtests/${open}`, bob))).toEqual([404, 'not_found']);
  });

  test('that waits is refunded when it is cancelled; one that has ended is left alone', async () => {
    const { jobId } = (await submit(ada)).body;
    const cancelled = await call('DELETE', `/api/backtests/${jobId}`, ada);
    expect(cancelled.body).toMatchObject({ status: 'cancelled', refunded: true, playerId: ada.player.id });
    expect((await call('DELETE', `/api/backtests/${jobId}`, ada)).body).toEqual(cancelled.body);
    expect(await credits(ada)).toBe(10);
    const done = (await submit(ada)).body.jobId;
    await runWaiting(app);
    expect((await call('DELETE', `/api/backtests/${done}`, ada)).body).toMatchObject({
      status: 'completed',
      refunded: false,
    });
    expect(await credits(ada)).toBe(7);
  });

  test('that never trades is valid: its metrics are null, with a reason', async () => {
    const { jobId } = (await submit(ada, { strategy: { v: 1, long: { lt: ['close', 0] } } })).body;
    await runWaiting(app);
    const { metrics, trades } = (await call('GET', `/api/backtests/${jobId}/result`, ada)).body;
    expect(trades).toEqual([]);
    expect(metrics.trades.value).toBe(0);
    expect(metrics.winRate).toMatchObject({ value: null, reason: expect.any(String) });
  });
});

describe('the bars of a data set', () => {
  const bars = (id: string, player: SignedIn | null, options = '') =>
    fetch(`${app.base}/api/datasets/${id}/bars${options}`, {
      headers: player === null ? {} : { authorization: `Bearer ${player.accessToken}` },
    });

  test('are everybody’s if it is ready-made: packed, under their hash', async () => {
    const response = await bars(ready.id, null);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/octet-stream',
    ]);
    const bytes = await response.bytes();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(ready.sha256);
    expect(new Float64Array(bytes.buffer, 0, LONG)).toEqual(walk(LONG, 'ready').timeMs);
  });

  test('of somebody else’s are shown where a public backtest ran on them, by that backtest only', async () => {
    const own = await putDataset(app, ada, SHORT, `shown ${ada.player.id}`);
    const other = await putDataset(app, ada, SHORT, `not shown ${ada.player.id}`);
    const open = (await submit(ada, { dataset: own.id, public: true })).body.jobId;
    const hidden = (await submit(ada, { dataset: own.id })).body.jobId;
    await runWaiting(app);
    const statuses = async (id: string, player: SignedIn | null, options: string) =>
      (await bars(id, player, options)).status;
    expect(await statuses(own.id, ada, '')).toBe(200);
    expect(await statuses(own.id, bob, '')).toBe(404);
    expect(await statuses(own.id, null, '')).toBe(401);
    expect(await statuses(own.id, bob, `?jobId=${open}`)).toBe(200);
    expect(await statuses(own.id, null, `?jobId=${open}`)).toBe(200);
    expect(await statuses(own.id, bob, `?jobId=${hidden}`)).toBe(404);
    expect(await statuses(other.id, bob, `?jobId=${open}`)).toBe(404);
    // What a completed run needs stays when its set is removed.
    await app.database.datasets.remove(own.id, ada.player.id);
    expect(await statuses(own.id, null, `?jobId=${open}`)).toBe(200);
  });
});
