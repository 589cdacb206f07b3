import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MESSAGE_RATES, RATES, ROUTE_RATES, routeName } from '../../../domain/rates/rates.ts';
import { type Standing, standingOf, tighter } from '../../../domain/rates/standing.ts';
import { ROUTES } from '../../../server/http/routes.ts';
import { wireNamesOf } from '../../docs/contract.ts';
import { parse, repositoryFiles, textOf } from '../../tidy/sources.ts';

/** What is served beside the defined routes. */
const BESIDE = ['POST /matchmake/{method}/{room}', 'GET /{file}', 'GET /colyseus/{tool}'];

describe('[RT1] the table', () => {
  test('has every route with its class, and nothing else', () => {
    const served = [...ROUTES.map(({ method, path }) => routeName(method, path)), ...BESIDE];
    expect(Object.keys(ROUTE_RATES).toSorted()).toEqual(served.toSorted());
  });

  test('has every request of every room, and those that no room knows', () => {
    const rooms = repositoryFiles().filter((path) => /^rooms\/[^/]+\/\w+Room\.ts$/.test(path));
    const requests = rooms.map((path) => [
      path.split('/')[1]!,
      [...wireNamesOf(parse(path, textOf(path))).requests, 'unknown'].toSorted(),
    ]);
    const limited = Object.entries(MESSAGE_RATES).map(([room, types]) => [
      room,
      Object.keys(types).toSorted(),
    ]);
    expect(limited.toSorted()).toEqual(requests.toSorted());
  });

  test('names what is not limited', () => {
    const unlimited = Object.keys(ROUTE_RATES).filter((name) => ROUTE_RATES[name] === null);
    expect(unlimited.toSorted()).toEqual([
      'GET /.well-known/jwks.json',
      'GET /colyseus/{tool}',
      'GET /healthz',
      'GET /metrics',
      'GET /openapi.json',
      'GET /readyz',
      'GET /{file}',
    ]);
  });
});

test('[RT2] an expensive route takes 100 requests in 10 minutes; no address has less than one of its players', () => {
  expect(RATES.expensive.player).toEqual({ requests: 100, withinMs: 600_000 });
  const dear = [
    'GET /api/me/export',
    'POST /api/admin/grants/bulk',
    'POST /api/datasets',
    'POST /api/backtests',
  ];
  expect(dear.map((name) => ROUTE_RATES[name])).toEqual(dear.map(() => 'expensive'));
  for (const { player, address } of Object.values(RATES)) {
    expect(address.requests / address.withinMs).toBeGreaterThan(player.requests / player.withinMs);
  }
});

const standings = fc
  .record({
    limit: fc.integer({ min: 1, max: 50 }),
    taken: fc.integer({ min: 1, max: 100 }),
    resetAtMs: fc.nat(9),
  })
  .map(({ limit, ...count }) => standingOf(limit, count));

test('[RT3] the request that reaches the limit passes, the next does not, and what remains is what passes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 100 }), (limit, taken) => {
      const { remaining, isOver } = standingOf(limit, { taken, resetAtMs: 5 });
      expect(isOver).toBe(taken > limit);
      let passes = 0;
      while (!standingOf(limit, { taken: taken + passes + 1, resetAtMs: 5 }).isOver) passes += 1;
      expect(remaining).toBe(passes);
    }),
  );
});

test('[RT4] of two limits the tighter is told, whichever comes first', () => {
  fc.assert(
    fc.property(standings, standings, (one, other) => {
      const told = tighter(one, other);
      expect([one, other]).toContain(told);
      expect(told.isOver).toBe(one.isOver || other.isOver);
      const rivals = [one, other].filter(({ isOver }) => isOver === told.isOver);
      const measure = ({ isOver, remaining, resetAtMs }: Standing) => (isOver ? -resetAtMs : remaining);
      expect(measure(told)).toBe(Math.min(...rivals.map(measure)));
      expect(measure(tighter(other, one))).toBe(measure(told));
      expect(tighter(null, one)).toBe(one);
    }),
  );
});
