import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetStore } from '../../db/stores/datasets.ts';
import type { Job, JobResult } from '../../domain/backtest/port.ts';
import { callApi } from '../http/liveApp.ts';
import { CROSSING, walk } from '../http/ranBacktests.ts';
import { migratedDatabase } from '../support/database.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { watchBacktest } from './backtestWatcher.ts';
import { type Guest, guest, refused, until } from './harness.ts';
import { matchmake } from './sessions.ts';

/** Within a year: three of them can be paid. */
const SMALL = 300;
/** Long enough to be seen running: loading it alone takes a second. */
const LARGE = 1_000_000;

/** As heavy as a strategy on so many bars may be. */
const HEAVY = {
  v: 1,
  ind: Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`d${at}`, ['donchian', 2_000 + at]])),
  long: { all: Array.from({ length: 16 }, (_, at) => ({ gt: ['close', `d${at}.upper`] })) },
  exitLong: { lt: ['close', 'd0.lower'] },
};

let database: Awaited<ReturnType<typeof migratedDatabase>>;
let server: ServerProcess;
const datasets = { small: '', large: '' };

async function call<T>(method: string, path: string, player: Guest, options: object = {}): Promise<T> {
  const answer = await callApi(server.url, method, path, { token: player.accessToken, ...options });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function submit(player: Guest, order: object = {}): Promise<string> {
  const { jobId } = await call<{ jobId: string }>('POST', '/api/backtests', player, {
    headers: { 'idempotency-key': randomUUID() },
    body: { strategy: CROSSING, dataset: datasets.small, ...order },
  });
  return jobId;
}

const large = (order: object = {}) => ({ strategy: HEAVY, dataset: datasets.large, ...order });
const jobOf = (jobId: string, player: Guest) => call<Job>('GET', `/api/backtests/${jobId}`, player);

beforeAll(async () => {
  database = await migratedDatabase();
  server = await startServer({ env: { DATABASE_URL: database.url } });
  const pool = new pg.Pool({ connectionString: database.url });
  for (const [name, bars] of Object.entries({ small: SMALL, large: LARGE })) {
    const dataset = { id: randomUUID(), playerId: null, name, createdAtMs: Date.now() };
    const put = await datasetStore(pool).put(dataset, walk(bars, name));
    if (!put.ok) throw new Error(put.error.message);
    datasets[name as keyof typeof datasets] = put.value.id;
  }
  await pool.end();
}, 240_000);
afterAll(async () => {
  await server.dispose();
  await database.drop();
});

describe('the backtest room', () => {
  it('shows a run from its queue to its end, to all who watch it, and to one who comes late', async () => {
    const player = await guest(server.url);
    const jobId = await submit(player, large({ public: true }));
    const [own, spectator] = [
      await watchBacktest(server.url, player.accessToken, jobId),
      await watchBacktest(server.url, null, jobId),
    ];
    expect(spectator.room.roomId).toBe(own.room.roomId);
    await until(() => own.done.length > 0 && spectator.done.length > 0);

    const job = await jobOf(jobId, player);
    const result = await call<JobResult>('GET', `/api/backtests/${jobId}/result`, player);
    const late = await watchBacktest(server.url, (await guest(server.url)).accessToken, jobId);
    await until(() => late.done.length > 0 && late.seen.length > 0);
    for (const watcher of [own, spectator, late]) {
      expect(watcher.done).toEqual([{ status: 'completed', reason: null, resultHash: job.resultHash }]);
      expect(watcher.metrics).toEqual([job.metrics]);
      expect(watcher.seen.at(-1)).toMatchObject({ status: 'completed', stage: 'stored', percent: 100 });
      const { equity, resultHash } = watcher.state();
      expect(resultHash).toBe(result.resultHash);
      expect(equity.length).toBeGreaterThan(300);
      expect(equity.length).toBeLessThanOrEqual(400);
      expect(equity.at(-1)!.value).toBe(result.equity.at(-1)!.value);
      expect(equity.at(-1)!.atMs).toBe(result.equity.at(-1)!.atMs);
    }
    // Forwards only, on the way that is documented.
    const percents = own.seen.map(({ percent }) => percent);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    const stages = ['queued', 'accepted', 'data', 'indicators', 'simulation', 'metrics', 'stored'];
    const places = own.seen.map(({ stage }) => stages.indexOf(stage));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(
      own.seen.filter(({ percent }) => percent > 30 && percent < 100).map(({ points }) => points),
    ).not.toEqual([]);
    await Promise.all([own, spectator, late].map(({ room }) => room.leave()));
  }, 240_000);

  it('sends at most four patches a second', async () => {
    const player = await guest(server.url);
    const watcher = await watchBacktest(server.url, player.accessToken, await submit(player, large()));
    await until(() => watcher.done.length > 0);
    const [first, last] = [watcher.seen[0]!, watcher.seen.at(-1)!];
    // The state on joining is no patch; timers may be late, and then catch up.
    expect(watcher.seen.length - 1).toBeLessThanOrEqual((last.atMs - first.atMs) / 250 + 2);
    await watcher.room.leave();
  }, 240_000);

  it('lets its owner cancel: what runs stops, what waits is refunded', async () => {
    const player = await guest(server.url);
    const other = await guest(server.url);
    const running = await submit(player, large({ toMs: undefined }));
    const watcher = await watchBacktest(server.url, player.accessToken, running);
    await until(() => watcher.seen.at(-1)?.status === 'running');
    const waiting = await submit(other, { public: true });
    const queued = await watchBacktest(server.url, other.accessToken, waiting);
    expect(await queued.room.request('cancel', {})).toEqual({ status: 'cancelled' });
    await until(() => queued.done.length > 0);
    expect(queued.done).toMatchObject([{ status: 'cancelled', resultHash: null }]);
    expect(await jobOf(waiting, other)).toMatchObject({ status: 'cancelled', refunded: true });

    await watcher.room.request('cancel', {});
    await until(() => watcher.done.length > 0);
    expect(watcher.done).toMatchObject([{ status: 'cancelled', resultHash: null }]);
    await until(() => watcher.seen.at(-1)?.status === 'cancelled');
    expect(await jobOf(running, player)).toMatchObject({ status: 'cancelled', refunded: false });
    expect(await watcher.room.request('cancel', {})).toEqual({ status: 'cancelled' });
    await Promise.all([watcher.room.leave(), queued.room.leave()]);
  }, 240_000);

  it('takes requests from its owner only', async () => {
    const player = await guest(server.url);
    const jobId = await submit(player, { public: true });
    const stranger = await watchBacktest(server.url, (await guest(server.url)).accessToken, jobId);
    const spectator = await watchBacktest(server.url, null, jobId);
    expect(await refused(stranger.room.request('cancel', {}))).toMatchObject({ code: 'forbidden' });
    expect(await refused(spectator.room.request('cancel', {}))).toMatchObject({ code: 'unauthorized' });
    expect(await refused(stranger.room.request('cancel', null))).toMatchObject({ code: 'invalid_request' });
    expect(await refused(stranger.room.request('pause', {}))).toMatchObject({ code: 'invalid_request' });
    await until(() => stranger.done.length > 0);
    expect(stranger.done[0]!.status).toBe('completed');
    await Promise.all([stranger.room.leave(), spectator.room.leave()]);
  });

  it('is for its owner unless the job is public: by the name and by the room’s id', async () => {
    const [player, stranger] = [await guest(server.url), await guest(server.url)];
    const jobId = await submit(player);
    const open = await submit(player, { public: true });
    const { room } = await watchBacktest(server.url, player.accessToken, jobId);
    const { accessToken } = stranger;
    for (const [token, status, error] of [
      [accessToken, 404, 'not_found'],
      [null, 401, 'unauthorized'],
    ] as const) {
      const refusal = { status, body: { code: status, error } };
      expect(await matchmake(server.url, 'joinOrCreate/backtest', token, { jobId })).toEqual(refusal);
      expect(await matchmake(server.url, 'join/backtest', token, { jobId })).toEqual(refusal);
      expect(await matchmake(server.url, `joinById/${room.roomId}`, token, { jobId })).toEqual(refusal);
      expect(await matchmake(server.url, 'joinOrCreate/backtest', token, { jobId: randomUUID() })).toEqual(
        refusal,
      );
    }
    // Naming a job that one may see opens no other one's room.
    const seat = await matchmake(server.url, `joinById/${room.roomId}`, accessToken, { jobId: open });
    expect(seat.status).toBe(200);
    const closed = new Promise<{ code: number }>((resolve) => {
      const { processId, roomId, sessionId } = seat.body as Record<string, string>;
      const socket = new WebSocket(
        `${server.url.replace('http', 'ws')}/${processId}/${roomId}?sessionId=${sessionId}`,
      );
      socket.onclose = ({ code }) => resolve({ code });
    });
    expect((await closed).code).toBeGreaterThan(1000);
    for (const bad of [undefined, 7, 'x', '', jobId.toUpperCase(), [jobId]]) {
      expect(await matchmake(server.url, 'joinOrCreate/backtest', accessToken, { jobId: bad })).toEqual({
        status: 422,
        body: { code: 422, error: 'invalid_request' },
      });
      expect((await matchmake(server.url, 'joinOrCreate/backtest', null, { jobId: bad })).status).toBe(401);
    }
    expect((await matchmake(server.url, 'create/backtest', accessToken, { jobId: open })).status).toBe(403);
    expect((await matchmake(server.url, 'joinOrCreate/backtest', 'a.b.c', { jobId: open })).status).toBe(401);
    await room.leave();
  });

  it('closes when all have left, and opens again', async () => {
    const player = await guest(server.url);
    const jobId = await submit(player);
    const first = await watchBacktest(server.url, player.accessToken, jobId);
    await until(() => first.done.length > 0);
    await first.room.leave();
    const { roomId } = first.room;
    // Asked without a token: nobody's seat may keep it open.
    const open = async () =>
      (await matchmake(server.url, `joinById/${roomId}`, null, { jobId })).body.error === 'unauthorized';
    while (await open()) await new Promise((resolve) => setTimeout(resolve, 10));
    const again = await watchBacktest(server.url, player.accessToken, jobId);
    expect(again.room.roomId).not.toBe(roomId);
    await until(() => again.done.length > 0 && again.metrics.length > 0);
    await again.room.leave();
  });
});
