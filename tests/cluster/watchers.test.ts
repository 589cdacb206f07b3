import { randomUUID } from 'node:crypto';
import { Client, type Room } from '@colyseus/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fairground } from '../../client/sdk/index.ts';
import type { GameEvent } from '../../domain/events/event.ts';
import type { BacktestStateView } from '../../domain/protocol/backtest.ts';
import type { BroadcastMessage, NoticeMessage } from '../../domain/protocol/lobby.ts';
import { callApi } from '../http/liveApp.ts';
import { CROSSING } from '../http/ranBacktests.ts';
import { attendBacktest } from '../rooms/backtestWatcher.ts';
import { betWhenOpen, enter, type Guest, guest, sit } from '../rooms/harness.ts';
import { PATIENT } from './support/rooms.ts';
import { quickTable, startTrial, type Trial } from './support/trial.ts';

let trial: Trial;
let urls: string[];
let admin: Guest;

beforeAll(async () => {
  const tables = ['alpha', 'beta'].map((table) => quickTable(table));
  trial = await startTrial({ members: 2, tables });
  urls = trial.fleet.members.map(({ url }) => url);
  await trial.fleet.settled();
  admin = await guest(urls[0]!);
  await trial.fleet.pool.query(`update player set role = 'admin' where id = $1`, [admin.id]);
});
afterAll(() => trial?.end());

async function call(url: string, path: string, player: Guest, body?: object) {
  const answer = await callApi(url, body ? 'POST' : 'GET', path, {
    ...{ token: player.accessToken, headers: { 'idempotency-key': randomUUID() } },
    ...(body ? { body } : {}),
  });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

interface Listening {
  room: Room;
  broadcasts: BroadcastMessage[];
  notices: NoticeMessage[];
  events: GameEvent[];
}

async function listen(url: string, name: 'lobby' | 'monitor', player: Guest | null): Promise<Listening> {
  const client = new Client(url);
  if (player !== null) client.auth.token = player.accessToken;
  const room = await enter(client, name);
  room.reconnection.enabled = false;
  const heard: Listening = { room, broadcasts: [], notices: [], events: [] };
  room.onMessage('broadcast', (message: BroadcastMessage) => heard.broadcasts.push(message));
  room.onMessage('notice', (message: NoticeMessage) => heard.notices.push(message));
  for (const type of ['snapshot', 'event'])
    room.onMessage(type, ({ events }: { events: GameEvent[] }) => heard.events.push(...events));
  for (const type of ['balance', 'tables', 'counters', 'thinned']) room.onMessage(type, () => {});
  return heard;
}

test('without an account a bet at each table is seen through any member', PATIENT, async () => {
  const watching = urls.map((url) => new Fairground({ url }));
  const player = (await guest(urls[0]!)).accessToken;
  for (const table of ['alpha', 'beta']) {
    const seats = watching.map((fairground) => fairground.watch(table));
    const seen = seats.map((seat) => {
      const shown = new Set<string>();
      seat.state.subscribe(
        (state) => state && shown.add(`${state.phase} ${state.game} ${state.stakedCoins}`),
      );
      return shown;
    });
    await Promise.all(seats.map((seat) => seat.joined()));
    const { game } = await betWhenOpen(await sit(urls[0]!, player, table), { amountCoins: 500 });
    for (const shown of seen) await expect.poll(() => [...shown], PATIENT).toContain(`flying ${game} 500`);
  }
  await Promise.all(watching.map((fairground) => fairground.close()));
});

test(
  'without an account a public backtest is watched through any member, and on its monitor',
  PATIENT,
  async () => {
    const owner = await guest(urls[0]!);
    const monitors = await Promise.all(urls.map((url) => listen(url, 'monitor', null)));
    const found = async () =>
      (await call(urls[0]!, '/api/datasets', owner)).items as { id: string; name: string }[];
    const vix = async () => (await found()).find(({ name }) => name.startsWith('VIX'))?.id;
    await expect.poll(vix, PATIENT).toBeDefined();
    const order = { strategy: CROSSING, dataset: await vix(), public: true };
    const { jobId } = await call(urls[0]!, '/api/backtests', owner, order);
    const watchers = await Promise.all(
      urls.map(async (url) => attendBacktest(await enter(new Client(url), 'backtest', { jobId }))),
    );
    await expect
      .poll(() => watchers.map(({ done }) => done[0]?.status), PATIENT)
      .toEqual(['completed', 'completed']);
    const { resultHash } = await call(urls[1]!, `/api/backtests/${jobId}`, owner);
    const hashes = watchers.map(({ room }) => (room.state as unknown as BacktestStateView).resultHash);
    expect([resultHash.length, ...hashes]).toEqual([64, resultHash, resultHash]);
    const told = ({ events }: Listening) => [
      ...new Set(events.filter(({ topic }) => topic === 'backtest').map(({ type }) => type)),
    ];
    for (const monitor of monitors) {
      await expect
        .poll(() => told(monitor).toSorted(), PATIENT)
        .toEqual(['backtest.ended', 'backtest.queued', 'backtest.started']);
      expect(JSON.stringify(monitor.events)).not.toContain(owner.id);
    }
    await Promise.all([...monitors, ...watchers].map(({ room }) => room.leave()));
  },
);

test('a broadcast reaches every member’s watchers once, now or when its time has come', PATIENT, async () => {
  const player = await guest(urls[1]!);
  const seats = await Promise.all([
    ...urls.map((url) => listen(url, 'monitor', null)),
    listen(urls[1]!, 'lobby', player),
  ]);
  const say = (text: string, startsAtMs: number | null) =>
    call(urls[0]!, '/api/admin/broadcasts', admin, {
      ...{ text, level: 'info', audience: { to: 'all' }, expiresAtMs: Date.now() + 600_000 },
      ...(startsAtMs === null ? {} : { startsAtMs }),
    });
  await say('later', Date.now() + 2_000);
  await say('now', null);
  const texts = ({ broadcasts }: Listening) => broadcasts.map(({ text }) => text);
  for (const seat of seats) await expect.poll(() => texts(seat), PATIENT).toEqual(['now', 'later']);
  const late = await listen(urls[1]!, 'monitor', null);
  await expect.poll(() => texts(late).toSorted(), PATIENT).toEqual(['later', 'now']);
  await Promise.all([...seats, late].map(({ room }) => room.leave()));
});

test(
  'an operator’s notice reaches the lobby of another member, and each after it until it is acknowledged',
  PATIENT,
  async () => {
    const player = await guest(urls[1]!);
    const tell = (text: string) =>
      call(urls[0]!, '/api/admin/notices', admin, { playerId: player.id, text, level: 'info' });
    const sequences = ({ notices }: Listening) => notices.map(({ sequence }) => sequence);
    const missed = (await tell('while away')).sequence;
    const here = await listen(urls[1]!, 'lobby', player);
    await expect.poll(() => sequences(here), PATIENT).toEqual([missed]);
    const live = (await tell('while here')).sequence;
    await expect.poll(() => sequences(here), PATIENT).toEqual([missed, live]);
    expect(live).toBe(missed + 1);
    expect(here.notices[1]).toMatchObject({ kind: 'operator.message', data: { text: 'while here' } });
    await here.room.request('ack', { sequence: missed });
    await here.room.leave();
    const again = await listen(urls[0]!, 'lobby', player);
    await expect.poll(() => sequences(again), PATIENT).toEqual([live]);
    await again.room.leave();
  },
);
