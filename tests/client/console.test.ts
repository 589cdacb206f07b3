import { describe, expect, test } from 'vitest';
import { stateOf } from '../../client/app/screens/admin/broadcasts/stateOf.ts';
import { readAmount, readLines } from '../../client/app/screens/admin/grants/csv.ts';
import { fromLocal } from '../../client/app/screens/admin/localTime.ts';
import { jobsOf } from '../../client/app/screens/admin/queue/seenJobs.ts';
import type { GameEvent } from '../../domain/events/event.ts';

describe('lines of grants', () => {
  test.each([
    ['minji,1000', { nickname: 'minji', amount: 1_000, currency: 'coins', problem: null }],
    ['minji\t1 000\tGEMS', { nickname: 'minji', amount: 1_000, currency: 'gems', problem: null }],
    [
      '"하늘"; 1000000000000; credits',
      { nickname: '하늘', amount: 1e12, currency: 'credits', problem: null },
    ],
    ['minji', { text: 'minji', problem: 'columns' }],
    ['minji,1,coins,4', { text: 'minji,1,coins,4', problem: 'columns' }],
    [',5', { text: ',5', problem: 'nickname' }],
    ['minji,-5', { text: 'minji,-5', problem: 'amount' }],
    ['minji,1.5', { text: 'minji,1.5', problem: 'amount' }],
    ['minji,5,won', { text: 'minji,5,won', problem: 'currency' }],
  ])('%s', (line, read) => {
    expect(readLines(line)).toEqual([read]);
  });

  test('have no empty ones and no heading', () => {
    const lines = readLines('nickname,amount,currency\r\n\r\nminji,5\n\nhaneul,6,gems\n');
    expect(lines.map((line) => line.problem === null && line.nickname)).toEqual(['minji', 'haneul']);
    expect(readLines('\n \n')).toEqual([]);
  });

  test.each([
    ['1,000', 1_000],
    ['1_000', 1_000],
    ['0', null],
    ['1000000000001', null],
    ['1e3', null],
    ['', null],
  ])('an amount of %s is %s', (text, amount) => {
    expect(readAmount(text)).toBe(amount);
  });
});

test.each([
  [{ startsAtMs: 0, expiresAtMs: 10, cancelledAtMs: null }, 5, 'live'],
  [{ startsAtMs: 6, expiresAtMs: 10, cancelledAtMs: null }, 5, 'scheduled'],
  [{ startsAtMs: 0, expiresAtMs: 5, cancelledAtMs: null }, 5, 'expired'],
  [{ startsAtMs: 0, expiresAtMs: 10, cancelledAtMs: 3 }, 5, 'cancelled'],
] as const)('a broadcast %o at %i is %s', (broadcast, nowMs, state) => {
  expect(stateOf(broadcast, nowMs)).toBe(state);
});

test('an instant is read as it is entered, in the browser’s time zone', () => {
  expect(fromLocal('2026-07-01T12:34')).toBe(new Date(2026, 6, 1, 12, 34).getTime());
  expect(fromLocal('')).toBeNull();
  expect(fromLocal('2026-07-01T')).toBeNull();
});

test('backtests are told by their latest news, whatever the order in which it comes', () => {
  const player = { id: 'p', nickname: 'minji' };
  const base = { topic: 'backtest', bot: false, player } as const;
  const queued: GameEvent = {
    ...base,
    id: '1',
    atMs: 1,
    type: 'backtest.queued',
    data: { jobId: 'a', public: false },
  };
  const ended: GameEvent = {
    ...base,
    id: '2',
    atMs: 2,
    player: null,
    type: 'backtest.ended',
    data: { jobId: 'a', public: false, status: 'failed' },
  };
  const job = { jobId: 'a', status: 'failed', atMs: 2, player };
  expect(jobsOf([queued, ended], [])).toEqual([job]);
  expect(jobsOf([queued], jobsOf([queued, ended], []))).toEqual([job]);
});
