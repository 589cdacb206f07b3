import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isUnavailable } from '../../db/storeUnavailable.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import type { GameEvent } from '../../domain/events/event.ts';
import { createMetrics } from '../../server/metrics.ts';
import { loadOddsTables } from '../../server/oddsTables.ts';
import { startWatch, type Watch } from '../../server/watch/watch.ts';
import { contradiction, type Document } from './conform.ts';
import {
  type LiveApp,
  query,
  refusalOf,
  type SignedIn,
  signIn,
  startApp,
  WIN_ALARM_COINS,
} from './liveApp.ts';

let app: LiveApp;
let document: Document;
let admin: SignedIn;
let lucky: SignedIn;
let watch: Watch;
const metrics = createMetrics({ eventLoopDelayMs: () => 0 });
const logged: object[] = [];

beforeAll(async () => {
  app = await startApp();
  document = (await app.call('GET', '/openapi.json')).body;
  [admin, lucky] = [await signIn(app), await signIn(app)];
  await query(app, `update player set role = 'admin' where id = $1`, [admin.player.id]);
  const log = (bindings: object) => void logged.push(bindings);
  watch = startWatch({
    ...{ store: app.database.returnWatch, anomalies: app.database.anomalies, metrics },
    ...{ memberId: app.database.ownerId, nowMs: app.nowMs, isOutage: isUnavailable },
    ...{ odds: await loadOddsTables(null), tables: DEFAULT_TABLES, winAlarmCoins: WIN_ALARM_COINS },
    log: { info: log, warn: log, error: log },
  });
}, 120_000);
afterAll(async () => {
  await watch.stop();
  await app.stop();
});

async function call(method: string, path: string, body?: object) {
  const answer = await app.call(method, path, { token: admin.accessToken, ...(body ? { body } : {}) });
  expect(contradiction(document, { method, path }, answer)).toBeNull();
  return answer;
}

function tell(payoutCoins: number, betCoins = 100_000): void {
  watch.observe({
    ...{ id: 'e', atMs: app.nowMs(), topic: 'rps', bot: false, type: 'rps.throw' },
    player: { id: lucky.player.id, nickname: lucky.player.nickname },
    data: { gameId: 'g', betCoins, payoutCoins, hand: 'rock', serverHand: 'rock', outcome: 'win' },
  } satisfies GameEvent);
}

const rpsOf = async () =>
  (await call('GET', '/api/admin/anomalies')).body.returns.find(
    ({ game }: { game: string }) => game === 'rps',
  );

describe('a game that always pays', () => {
  test('raises its alarm once, in the answer, the metrics and the log', async () => {
    for (let game = 0; game < 120; game += 1) tell(194_000);
    await watch.flush();
    await watch.flush();
    expect(await rpsOf()).toMatchObject({
      ...{ variant: 'house', measure: 'return', games: 120, betCoins: 12_000_000, paidCoins: 23_280_000 },
      ...{ observed: expect.closeTo(1.94), expected: expect.closeTo(0.98), alarmedAtMs: expect.any(Number) },
      pValue: expect.any(Number),
    });
    const text = await metrics.render();
    const labels = 'game="rps",variant="house"';
    expect(text).toContain(`fairground_return_alarms_total{${labels}} 1`);
    expect(text).toContain(`fairground_return_watched_games{${labels},measure="return"} 120`);
    expect(logged.filter((line) => 'pValue' in line)).toMatchObject([{ game: 'rps', code: 'return_alarm' }]);
  });

  test('makes a winner of its player, told once', async () => {
    const { winners } = (await call('GET', '/api/admin/anomalies')).body;
    expect(winners).toMatchObject([
      {
        ...{ playerId: lucky.player.id, nickname: lucky.player.nickname, game: 'rps' },
        ...{ netCoins: 11_280_000, thresholdCoins: WIN_ALARM_COINS },
      },
    ]);
    for (let lost = 0; lost < 30; lost += 1) tell(0);
    await watch.flush();
    expect((await call('GET', '/api/admin/anomalies')).body.winners).toEqual([]);
    expect(await metrics.render()).toContain('fairground_anomalies_total{kind="winner"} 1');
  });

  test('is tested anew after a restart, with a reason', async () => {
    const path = '/api/admin/returns/rps/house/restart';
    expect(refusalOf(await call('POST', path, { reason: ' ' }))).toEqual([422, 'invalid_request']);
    expect((await call('POST', path, { reason: 'the payout was mended' })).body).toEqual({ restarted: 1 });
    expect(await rpsOf()).toBeUndefined();
    tell(0);
    await watch.flush();
    expect(await rpsOf()).toMatchObject({ games: 1, alarmedAtMs: null });
    const nowhere = '/api/admin/returns/slots/nowhere/restart';
    expect(refusalOf(await call('POST', nowhere, { reason: 'x' }))).toEqual([404, 'not_found']);
  });
});

test('clients with many refusals are named, by player or by address, with their codes', async () => {
  const { request } = watch.rooms;
  const [loser, operator] = [lucky, admin].map(({ player }) => ({ player, address: '' }));
  for (let each = 0; each < 130; each += 1) {
    request('slots', 'spin', each % 2 ? 'invalid_request' : 'insufficient_funds', 1, loser!);
    request('slots', 'spin', 'store_unavailable', 1, operator!);
    request('slots', 'spin', 'ok', 1, operator!);
    if (each % 2) watch.http.refused({ address: '192.0.2.7' }, 'unauthorized');
    else request('crash', 'bet', 'unauthorized', 1, { player: null, address: '192.0.2.7' });
    if (each < 119) watch.http.refused({ address: '192.0.2.8' }, 'unauthorized');
  }
  await watch.flush();
  const { rejected } = (await call('GET', '/api/admin/anomalies')).body;
  expect(rejected).toHaveLength(2);
  expect(rejected).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        ...{ playerId: lucky.player.id, nickname: lucky.player.nickname, rejected: 130 },
        byCode: { invalid_request: 65, insufficient_funds: 65 },
      }),
      expect.objectContaining({ playerId: null, nickname: null, address: '192.0.2.7', rejected: 130 }),
    ]),
  );
});
