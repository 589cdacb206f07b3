import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../domain/backtest/datasets.ts';
import { contradiction, type Document } from './conform.ts';
import { type Answer, type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';
import { CROSSING, putDataset, runWaiting } from './ranBacktests.ts';

let app: LiveApp;
let document: Document;
let ada: SignedIn;
let admin: SignedIn;
let ready: Dataset;

async function call(method: string, path: string, player: SignedIn): Promise<Answer> {
  const answer = await app.call(method, path, { token: player.accessToken });
  expect(contradiction(document, { method, path }, answer)).toBeNull();
  return answer;
}

async function submit(): Promise<string> {
  const answer = await app.call('POST', '/api/backtests', {
    token: ada.accessToken,
    headers: { 'idempotency-key': randomUUID() },
    body: { strategy: CROSSING, dataset: ready.id },
  });
  return answer.body.jobId;
}

async function credits(): Promise<number> {
  return (await call('GET', '/api/me', ada)).body.balances.credits;
}

beforeAll(async () => {
  app = await startApp();
  document = (await app.call('GET', '/openapi.json')).body;
  ready = await putDataset(app, null, 100, 'ready');
  [ada, admin] = [await signIn(app), await signIn(app)];
  await query(app, `update player set role = 'admin' where id = $1`, [admin.player.id]);
}, 120_000);
afterAll(() => app.stop());

test('the queue is counted: what waits, what failed, how long it took', async () => {
  const before = (await call('GET', '/api/admin/queue', admin)).body;
  expect(before).toMatchObject({ queued: 0, running: 0, oldestWaitMs: 0 });
  await submit();
  app.skew.ms += 5_000;
  expect((await call('GET', '/api/admin/queue', admin)).body).toMatchObject({
    queued: 1,
    oldestWaitMs: expect.any(Number),
  });
  const taken = await app.runs.take();
  expect(taken.ok && taken.value?.status).toBe('running');
  expect((await call('GET', '/api/admin/queue', admin)).body).toMatchObject({ queued: 0, running: 1 });
  const { jobId, attempt } = (taken.ok ? taken.value : null)!;
  app.skew.ms += 1_000;
  await app.runs.end(jobId, attempt, { status: 'failed', reason: 'internal', refund: true });
  const after = (await call('GET', '/api/admin/queue', admin)).body;
  expect(after).toMatchObject({ running: 0, failed24h: 1 });
  expect(after.averageWaitMs).toBeGreaterThanOrEqual(5_000);
  expect(after.averageRunMs).toBeGreaterThanOrEqual(1_000);
});

test('a cancelled job is refunded, tried again free of charge, and never refunded twice', async () => {
  const had = await credits();
  const jobId = await submit();
  expect(await credits()).toBe(had - 3);
  const cancel = `/api/admin/backtests/${jobId}/cancel`;
  expect((await call('POST', cancel, admin)).body).toMatchObject({
    status: 'cancelled',
    refunded: true,
    playerId: ada.player.id,
  });
  expect(await credits()).toBe(had);
  expect((await call('POST', `/api/admin/backtests/${jobId}/retry`, admin)).body.status).toBe('queued');
  expect(refusalOf(await call('POST', `/api/admin/backtests/${jobId}/retry`, admin))).toEqual([
    409,
    'outdated',
  ]);
  expect((await call('POST', cancel, admin)).body.status).toBe('cancelled');
  expect((await call('POST', `/api/admin/backtests/${jobId}/retry`, admin)).status).toBe(200);
  expect(await runWaiting(app)).toMatchObject([{ jobId, status: 'completed' }]);
  expect(await credits()).toBe(had);
  expect(refusalOf(await call('POST', `/api/admin/backtests/${jobId}/retry`, admin))).toEqual([
    409,
    'outdated',
  ]);
});

test('a job that is not there is not found', async () => {
  for (const what of ['retry', 'cancel']) {
    const path = `/api/admin/backtests/${randomUUID()}/${what}`;
    expect(refusalOf(await call('POST', path, admin))).toEqual([404, 'not_found']);
  }
});
