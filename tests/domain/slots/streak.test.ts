import fc from 'fast-check';
import { expect, test } from 'vitest';
import cascade5 from '../../../domain/slots/cascade5.data.ts';
import neon3 from '../../../domain/slots/neon3.data.ts';
import { readStreak, streakScope, writeStreak } from '../../../domain/slots/streak.ts';
import { ORCHARD } from './thirdMachine.ts';

test('[SL10] every stake of a machine has a document of its own', () => {
  expect(streakScope(neon3, 100)).toBe('slots/neon3/100');
  const other = { ...neon3, machine: 'neon4' };
  const scopes = [neon3, other].flatMap((machine) =>
    machine.betSteps.map((betCoins) => streakScope(machine, betCoins)),
  );
  expect(new Set(scopes).size).toBe(scopes.length);
});

test('[SL10] a machine without a streak has none', () => {
  expect([streakScope(cascade5, 100), streakScope(ORCHARD, 100)]).toEqual([null, null]);
});

test('[SL10] the document is read as it was written; none at all is no streak', () => {
  expect(writeStreak(3)).toBe('{"streak":3}');
  expect(readStreak(null)).toBe(0);
  fc.assert(
    fc.property(fc.nat(), (streak) => {
      expect(readStreak(writeStreak(streak))).toBe(streak);
    }),
  );
});

test.each(['{"streak":-1}', '{"streak":1.5}', '{"streak":"1"}', '{}'])(
  '[SL10] a document that nobody wrote, %s, is a bug',
  (document) => {
    expect(() => readStreak(document)).toThrow('a stored streak of');
  },
);
