import { afterAll, expect, test } from 'vitest';
import { RATES } from '../../domain/rates/rates.ts';
import { createMetrics } from '../../server/metrics.ts';
import { createRates } from '../../server/rates/rates.ts';

const EXPORT = 'GET /api/me/export';
const LOGIN = 'POST /api/auth/login';
const { player: ofPlayer, address: ofAddress } = RATES.expensive;

const metrics = createMetrics({ eventLoopDelayMs: () => 0 });
afterAll(() => metrics.stop());

async function counted(name: string, by: string, outcome: string): Promise<number> {
  const series = `fairground_rate_limited_requests_total{class="${name}",by="${by}",outcome="${outcome}"}`;
  const line = (await metrics.render()).split('\n').find((each) => each.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? 0);
}

/** Limits of a process of its own, with its clock. */
function limits(rateLimits: 'on' | 'shadow' | 'off' = 'on') {
  const clock = { ms: 1_000_000 };
  const rates = createRates({
    settings: { rateLimits, loadAddresses: ['127.0.0.0/8', '10.1.0.0/16', '::1'] },
    ...{ redis: null, metrics, clock: { nowMs: () => clock.ms } },
  });
  return { clock, rates };
}

async function times<T>(count: number, ask: () => T | Promise<T>): Promise<T> {
  for (let each = 1; each < count; each += 1) await ask();
  return ask();
}

test('[RT2] a route counts each player and each address, and other routes by themselves', async () => {
  const { rates, clock } = limits();
  const [exports, uploads] = [rates.route(EXPORT), rates.route('POST /api/datasets')];
  const resetAtMs = clock.ms + ofPlayer.withinMs;
  expect(await times(100, () => exports.ofPlayer('ada'))).toEqual({
    ...{ limit: 100, remaining: 0, resetAtMs, isOver: false },
  });
  expect(await exports.ofPlayer('ada')).toMatchObject({ remaining: 0, isOver: true });
  expect(await exports.ofPlayer('eva')).toMatchObject({ remaining: 99, isOver: false });
  expect(await uploads.ofPlayer('ada')).toMatchObject({ remaining: 99, isOver: false });
  expect(await counted('expensive', 'player', 'refused')).toBe(1);
  clock.ms = resetAtMs;
  expect(await exports.ofPlayer('ada')).toMatchObject({ remaining: 99, isOver: false });

  const over = () => exports.ofAddress('192.0.2.1');
  expect(await times(ofAddress.requests, over)).toMatchObject({ remaining: 0, isOver: false });
  expect(await over()).toMatchObject({ isOver: true });
  expect(await exports.ofAddress('192.0.2.2')).toMatchObject({ isOver: false });
  expect(await counted('expensive', 'address', 'refused')).toBe(1);
});

test('[RT5] all addresses of a /64 are one', async () => {
  const logins = limits().rates.route(LOGIN);
  let host = 0;
  const next = () => logins.ofAddress(`2001:db8:0:7::${(++host).toString(16)}`);
  expect(await times(RATES.sensitive.address.requests, next)).toMatchObject({ isOver: false });
  expect(await next()).toMatchObject({ isOver: true });
  expect(await logins.ofAddress('2001:db8:0:8::1')).toMatchObject({ isOver: false });
});

test('[RT9] shadow counts and tells, and refuses nobody; off does neither', async () => {
  const exports = limits('shadow').rates.route(EXPORT);
  expect(await times(102, () => exports.ofPlayer('ada'))).toMatchObject({ remaining: 0, isOver: false });
  expect(await counted('expensive', 'player', 'shadow')).toBe(2);
  const asks = limits('shadow').rates.rooms.message('lobby', 'ack');
  const ada = { player: { id: 'ada' }, address: '192.0.2.1' };
  expect(await times(RATES.ask.player.requests + 1, () => asks(ada))).toBeNull();
  expect(await counted('ask', 'player', 'shadow')).toBe(1);

  const { rates } = limits('off');
  expect(await times(200, () => rates.route(EXPORT).ofPlayer('ada'))).toBeNull();
  expect(
    await times(RATES.ask.player.requests + 1, () => rates.rooms.message('lobby', 'ack')(ada)),
  ).toBeNull();
});

test('[RT10] an address that generates load has a thousand times the limit; its players have their own', async () => {
  const { rates } = limits();
  const logins = rates.route(LOGIN);
  const limit = RATES.sensitive.address.requests * 1_000;
  for (const address of ['127.0.0.1', '10.1.2.3', '::1']) {
    expect(await times(400, () => logins.ofAddress(address))).toMatchObject({
      ...{ limit, remaining: limit - 400, isOver: false },
    });
  }
  expect(await times(101, () => rates.route(EXPORT).ofPlayer('ada'))).toMatchObject({ isOver: true });
  const spins = rates.rooms.message('slots', 'spin');
  const from = (id: string) => ({ player: { id }, address: '10.1.2.3' });
  let each = 0;
  const many = RATES.play.address.requests + 1_000;
  expect(await times(many, () => spins(from(`player ${++each % 500}`)))).toBeNull();
  expect(await times(RATES.play.player.requests + 1, () => spins(from('ada')))).not.toBeNull();
});

test('a message is refused by player, and by address whoever sends it, until the window ends', async () => {
  const { rates, clock } = limits();
  const bets = rates.rooms.message('crash', 'bet');
  const ada = { player: { id: 'ada' }, address: '192.0.2.1' };
  const { player, address } = RATES.play;
  clock.ms += 1;
  expect(await times(player.requests, () => bets(ada))).toBeNull();
  clock.ms += 4_000;
  expect(bets(ada)).toMatchObject({
    code: 'rate_limited',
    details: {
      ...{ limit: player.requests, remaining: 0, retryAfterMs: player.withinMs - 4_000 },
      resetAtMs: clock.ms + player.withinMs - 4_000,
    },
  });
  expect(rates.rooms.message('crash', 'cashout')(ada)).toBeNull();
  clock.ms += player.withinMs - 4_000;
  expect(bets(ada)).toBeNull();

  const stranger = { player: null, address: '192.0.2.9' };
  expect(await times(address.requests, () => bets(stranger))).toBeNull();
  expect(bets(stranger)).toMatchObject({ code: 'rate_limited', details: { limit: address.requests } });
  expect(bets({ player: { id: 'eva' }, address: '192.0.2.9' })).toMatchObject({ code: 'rate_limited' });
});
