import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RANKS } from '../../domain/identity/ranks.ts';
import { House, IDLE_ENDS_AFTER_MS, type WatchedSession } from '../../rooms/play/house.ts';
import type { RoomPorts } from '../../rooms/ports.ts';
import { quietStandings } from '../support/standings.ts';

const PLAYER = 'a player';
const STANDARD = { id: PLAYER, rank: 'STANDARD' } as const;
const PLACES = RANKS.STANDARD.gameSessions;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function houseWithClock(): House {
  // Of all the ports the house itself needs these alone.
  return new House({ clock: { nowMs: () => Date.now() }, ...quietStandings() } as unknown as RoomPorts);
}

/** A session as the house sees it, with what the house asked of it. */
function session(asked: string[], name: string, away = false) {
  return {
    lastGameAtMs: Date.now(),
    away,
    endIdle: () => void asked.push(`${name} ends idle`),
    giveWay: () => void asked.push(`${name} gives way`),
    endForbidden() {},
    playedElsewhere() {},
  } satisfies WatchedSession;
}

it('a session without a game for 30 minutes ends, one with a game goes on', () => {
  const house = houseWithClock();
  const asked: string[] = [];
  const [idle, playing] = [session(asked, 'idle'), session(asked, 'playing')];
  const desk = house.opened(PLAYER, idle);
  expect(house.opened(PLAYER, playing)).toBe(desk);
  vi.advanceTimersByTime(IDLE_ENDS_AFTER_MS - 60_000);
  expect(asked).toEqual([]);
  playing.lastGameAtMs = Date.now();
  vi.advanceTimersByTime(2 * 60_000);
  expect(new Set(asked)).toEqual(new Set(['idle ends idle']));
  house.closed(desk, idle);
  asked.length = 0;
  vi.advanceTimersByTime(IDLE_ENDS_AFTER_MS);
  expect(new Set(asked)).toEqual(new Set(['playing ends idle']));
  house.closed(desk, playing);
  // Nobody is left to watch: the process may end.
  vi.advanceTimersByTime(60_000);
  expect(vi.getTimerCount()).toBe(0);
});

it('keeps a place for whoever was let in until the seat would have expired', () => {
  const house = houseWithClock();
  for (let place = 0; place < PLACES; place += 1) expect(house.letIn(STANDARD)).toBe(true);
  expect(house.letIn(STANDARD)).toBe(false);
  expect(house.letIn({ id: 'another', rank: 'STANDARD' })).toBe(true);
  const desk = house.opened(PLAYER, session([], 'taken'));
  expect(house.letIn(STANDARD)).toBe(false);
  vi.advanceTimersByTime(60_000);
  expect(desk.sessions.size).toBe(1);
  for (let place = 1; place < PLACES; place += 1) expect(house.letIn(STANDARD)).toBe(true);
  expect(house.letIn(STANDARD)).toBe(false);
});

it('where all places are taken, the one whose connection is lost gives way', () => {
  const house = houseWithClock();
  const asked: string[] = [];
  for (let place = 0; place < PLACES; place += 1) {
    expect(house.letIn(STANDARD)).toBe(true);
    house.opened(PLAYER, session(asked, `number ${place}`, place === 5));
  }
  expect(house.letIn(STANDARD)).toBe(true);
  expect(asked).toEqual(['number 5 gives way']);
});

it('[RK1] keeps as many places as the rank of now allows', () => {
  const house = houseWithClock();
  for (let place = 0; place < PLACES; place += 1) expect(house.letIn(STANDARD)).toBe(true);
  for (let place = PLACES; place < RANKS.VIP.gameSessions; place += 1) {
    expect(house.letIn({ id: PLAYER, rank: 'VIP' })).toBe(true);
  }
  expect(house.letIn({ id: PLAYER, rank: 'VIP' })).toBe(false);
});
