import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLive, isOver, reaches } from '../../../domain/broadcast/audience.ts';
import type { Audience, Broadcast, BroadcastTarget } from '../../../domain/broadcast/broadcast.ts';
import { type BroadcastOrder, checkOrder } from '../../../domain/broadcast/order.ts';

const ROOMS = ['lobby', 'crash', 'slots', 'gacha', 'rps', 'rps_match', 'backtest', 'monitor'];
const DAY_MS = 24 * 3_600_000;
const NOW_MS = 1_000_000;
const ORDER: BroadcastOrder = {
  text: 'Maintenance at nine',
  level: 'info',
  audience: { to: 'all' },
  startsAtMs: null,
  expiresAtMs: NOW_MS + 1,
};

function seat(room: string, playerId: string | null, table?: string): BroadcastTarget {
  return { room, playerId, ...(table === undefined ? {} : { table }) };
}

function check(change: Partial<BroadcastOrder>) {
  return checkOrder({ ...ORDER, ...change }, { rooms: ROOMS, tables: ['main'] }, NOW_MS);
}

function wrongField(change: Partial<BroadcastOrder>): unknown {
  const checked = check(change);
  return checked.ok ? null : [checked.error.code, checked.error.details.field];
}

describe('audience', () => {
  const signedIn = ROOMS.map((room) => seat(room, 'ada', 'main'));
  const strangers = ['crash', 'backtest', 'monitor'].map((room) => seat(room, null, 'main'));
  const told = (audience: Audience, seats: BroadcastTarget[]) =>
    seats.filter((each) => reaches(audience, each)).map(({ room }) => room);

  test('[BC1] all: in the lobby and the monitor; without an account wherever one watches', () => {
    expect(told({ to: 'all' }, signedIn)).toEqual(['lobby', 'monitor']);
    expect(told({ to: 'all' }, strangers)).toEqual(['crash', 'backtest', 'monitor']);
  });

  test('[BC2] a room type, a table, a player: they and nobody else', () => {
    for (const room of ROOMS) expect(told({ to: 'room', room }, signedIn)).toEqual([room]);
    expect(told({ to: 'table', table: 'main' }, [...signedIn, ...strangers])).toEqual(['crash', 'crash']);
    expect(told({ to: 'table', table: 'high' }, [...signedIn, ...strangers])).toEqual([]);
    expect(told({ to: 'player', playerId: 'ada' }, signedIn)).toEqual(['lobby']);
    expect(told({ to: 'player', playerId: 'bob' }, [...signedIn, ...strangers])).toEqual([]);
  });
});

test('[BC3] live from the start until the end, and never again once it is over', () => {
  const between = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(between, between, between, fc.option(between), (startsAtMs, forMs, nowMs, cancelledAtMs) => {
      const expiresAtMs = startsAtMs + forMs + 1;
      const broadcast = { startsAtMs, expiresAtMs, cancelledAtMs } as Broadcast;
      const live = isLive(broadcast, nowMs);
      expect(live).toBe(cancelledAtMs === null && nowMs >= startsAtMs && nowMs < expiresAtMs);
      if (isOver(broadcast, nowMs)) {
        expect(live).toBe(false);
        expect(isLive(broadcast, nowMs + 50)).toBe(false);
      } else expect(live).toBe(nowMs >= startsAtMs);
    }),
  );
});

describe('an order', () => {
  test('[BC4] text of 1 to 2,000 characters, trimmed, as it was written', () => {
    const text = '<b>Nine</b> & &lt;later&gt; 안녕';
    expect(check({ text: `  ${text}\n` })).toMatchObject({ ok: true, value: { text } });
    expect(check({ text: '🎪'.repeat(2_000) }).ok).toBe(true);
    for (const bad of ['', ' \n\t', 'x'.repeat(2_001), '🎪'.repeat(2_001)])
      expect(wrongField({ text: bad })).toEqual(['invalid_request', 'text']);
  });

  test('[BC5] times and audience that make sense; what is wrong is named', () => {
    expect(check({})).toMatchObject({ ok: true, value: { startsAtMs: NOW_MS } });
    expect(check({ startsAtMs: NOW_MS - DAY_MS }).ok).toBe(true);
    expect(check({ expiresAtMs: NOW_MS + 30 * DAY_MS }).ok).toBe(true);
    expect(check({ audience: { to: 'player', playerId: 'ada' } }).ok).toBe(true);
    const rows: [Partial<BroadcastOrder>, string][] = [
      [{ expiresAtMs: NOW_MS }, 'expiresAtMs'],
      [{ expiresAtMs: NOW_MS + 30 * DAY_MS + 1 }, 'expiresAtMs'],
      [{ startsAtMs: NOW_MS + 5, expiresAtMs: NOW_MS + 5 }, 'expiresAtMs'],
      [{ startsAtMs: NOW_MS + 30 * DAY_MS + 1, expiresAtMs: NOW_MS + 31 * DAY_MS }, 'startsAtMs'],
      [{ audience: { to: 'room', room: 'kitchen' } }, 'audience.room'],
      [{ audience: { to: 'table', table: 'kitchen' } }, 'audience.table'],
      [{ text: '', audience: { to: 'room', room: 'kitchen' }, expiresAtMs: 0 }, 'text'],
      [{ audience: { to: 'room', room: 'kitchen' }, expiresAtMs: 0 }, 'audience.room'],
    ];
    for (const [change, field] of rows) expect(wrongField(change)).toEqual(['invalid_request', field]);
  });
});
