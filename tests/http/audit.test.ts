import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditLine } from '../../domain/audit/port.ts';
import type { Dataset } from '../../domain/backtest/datasets.ts';
import { contradiction, type Document } from './conform.ts';
import { type Answer, type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';
import { CROSSING, putDataset } from './ranBacktests.ts';

let app: LiveApp;
let document: Document;
let ada: SignedIn;
let admin: SignedIn;
let ready: Dataset;

async function call(method: string, path: string, player: SignedIn, body?: unknown): Promise<Answer> {
  const answer = await app.call(method, path, {
    token: player.accessToken,
    ...(body === undefined ? {} : { body }),
  });
  expect(contradiction(document, { method, path }, answer)).toBeNull();
  return answer;
}

async function audit(filter: string): Promise<AuditLine[]> {
  return (await call('GET', `/api/admin/audit?${filter}`, admin)).body.items;
}

async function submit(): Promise<string> {
  const answer = await app.call('POST', '/api/backtests', {
    token: ada.accessToken,
    headers: { 'idempotency-key': randomUUID() },
    body: { strategy: CROSSING, dataset: ready.id },
  });
  return answer.body.jobId;
}

beforeAll(async () => {
  app = await startApp();
  document = (await app.call('GET', '/openapi.json')).body;
  ready = await putDataset(app, null, 100, 'ready');
  [ada, admin] = [await signIn(app), await signIn(app)];
  await query(app, `update player set role = 'admin' where id = $1`, [admin.player.id]);
}, 120_000);
afterAll(() => app.stop());

test('a change is asked for, then done: who, what, what came of it, from where', async () => {
  const jobId = await submit();
  await call('POST', `/api/admin/backtests/${jobId}/cancel`, admin, { reason: 'a mistake \0' });
  const [done, asked] = await audit(`target=${jobId}`);
  const same = {
    requestId: expect.any(String),
    actorId: admin.player.id,
    actorNickname: admin.player.nickname,
    actorRole: 'admin',
    action: 'backtests.cancel',
    target: jobId,
    reason: 'a mistake \uFFFD',
    address: '127.0.0.1',
  };
  expect(asked).toMatchObject({ ...same, outcome: 'asked', before: null, after: null, code: null });
  expect(done).toMatchObject({ ...same, outcome: 'done', after: { status: 'cancelled', refunded: true } });
  expect(done!.requestId).toBe(asked!.requestId);
  expect(done!.id).toBeGreaterThan(asked!.id);
});

test('what is refused says why, by role as by rule; a target of any shape is kept', async () => {
  const path = `/api/admin/backtests/${encodeURIComponent('no\0body’s')}/retry`;
  await call('POST', path, ada);
  await call('POST', path, admin);
  const lines = await audit('action=backtests.retry');
  expect(lines.map(({ actorId, outcome, code }) => [actorId, outcome, code])).toEqual([
    [admin.player.id, 'refused', 'invalid_request'],
    [admin.player.id, 'asked', null],
    [ada.player.id, 'refused', 'forbidden'],
  ]);
  for (const { target } of lines) expect(target).toBe('no\uFFFDbody’s');
});

test('is read page by page, by actor, action and target; reading it is in it', async () => {
  const all = await audit('limit=200');
  expect(all[0]).toMatchObject({ action: 'audit.read', outcome: 'done' });
  const first = (await call('GET', '/api/admin/audit?limit=2&action=backtests.retry', admin)).body;
  const cursor = `limit=2&action=backtests.retry&cursor=${first.next}`;
  const second = (await call('GET', `/api/admin/audit?${cursor}`, admin)).body;
  expect([...first.items, ...second.items]).toEqual(all.filter(({ action }) => action === 'backtests.retry'));
  expect(second.next).toBeNull();
  expect(await audit(`actor=${ada.player.id}`)).toMatchObject([{ actorId: ada.player.id }]);
  expect(await audit(`actor=${randomUUID()}`)).toEqual([]);
  expect(refusalOf(await call('GET', '/api/admin/audit?actor=nobody', admin))[0]).toBe(422);
});

test('can’t be changed, not even by SQL', async () => {
  for (const sql of ['update audit set action = $1', 'delete from audit where $1 <> action']) {
    await expect(query(app, sql, ['x'])).rejects.toThrow('append-only');
  }
  await expect(query(app, 'truncate audit')).rejects.toThrow('append-only');
});

test('nothing is changed, and nothing shown, while it can’t be written', async () => {
  const jobId = await submit();
  const client = new pg.Client(app.database.url);
  await client.connect();
  try {
    await client.query('begin; lock table audit in access exclusive mode');
    const [changed, shown] = await Promise.all([
      call('POST', `/api/admin/backtests/${jobId}/cancel`, admin),
      call('GET', '/api/admin/queue', admin),
    ]);
    expect(refusalOf(changed)).toEqual([503, 'store_unavailable']);
    expect(refusalOf(shown)).toEqual([503, 'store_unavailable']);
    // Who may not is refused as ever.
    expect(refusalOf(await call('GET', '/api/admin/queue', ada))).toEqual([403, 'forbidden']);
  } finally {
    await client.end();
  }
  const job = await app.call('GET', `/api/backtests/${jobId}`, { token: ada.accessToken });
  expect(job.body.status).toBe('queued');
});
