import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { revealTimes } from '../../client/app/screens/gacha/revealSteps.ts';
import { stakeLadder } from '../../client/app/screens/rps/stakes.ts';
import { playback } from '../../client/app/screens/slots/playback.ts';
import {
  reelsOf,
  rowsOfWin,
  symbolOf,
  windowAt,
  winningCells,
} from '../../client/app/screens/slots/reelWindow.ts';
import type { PulledItem } from '../../client/sdk/index.ts';
import rps from '../../domain/rps/rps.data.ts';
import cascade5 from '../../domain/slots/cascade5.data.ts';
import type { SlotMachine } from '../../domain/slots/machine.ts';
import neon3 from '../../domain/slots/neon3.data.ts';
import { spin } from '../../domain/slots/spin.ts';

const draw = (nonce: number) => ({ serverSeed: 'a'.repeat(64), clientSeed: 'screens', nonce });

describe('the reels', () => {
  test.each([
    ['neon3', neon3],
    ['cascade5', cascade5],
  ])('show each win where it is: %s', (_, machine: SlotMachine) => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (nonce) => {
        for (const turn of spin(machine, draw(nonce), 100, 0).outcome.turns) {
          const shown = windowAt(machine, turn.stops);
          expect(shown).toHaveLength(reelsOf(machine));
          for (const win of turn.lines) {
            const rows = rowsOfWin(machine, turn.stops, win);
            const symbols = rows.flatMap((row, reel) => (row === null ? [] : [shown[reel]![row]!.id]));
            expect(symbols).toHaveLength(win.count);
            const standIns = machine.kind === 'strips' ? [win.symbol, machine.wild] : [win.symbol];
            expect(symbols.every((symbol) => standIns.includes(symbol))).toBe(true);
          }
          const wins = winningCells(machine, turn);
          const lit = shown.flatMap((cells, reel) => cells.filter((__, row) => wins(reel, row)));
          expect(lit.length > 0).toBe(turn.lines.length > 0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('show a symbol that nobody knows by its id', () => {
    expect(symbolOf(neon3, 'mystery')).toEqual({
      id: 'mystery',
      name: { en: 'mystery', ko: 'mystery' },
      art: 'mystery',
    });
  });

  test('stop one after the other, turn by turn, and end on the last turn counted', () => {
    const { turns } = spinWithFreeSpins().outcome;
    expect(turns.length).toBeGreaterThanOrEqual(11);
    const frames = playback(turns, 5, false);
    expect(frames.at(-1)).toMatchObject({ turn: turns.length - 1, stopped: 5, counted: true });
    for (let turn = 0; turn < turns.length; turn++) {
      const ofTurn = frames.filter((frame) => frame.turn === turn);
      expect(ofTurn.map(({ stopped }) => stopped)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(ofTurn.map(({ counted }) => counted)).toEqual([false, false, false, false, false, true]);
    }
    expect(frames.every(({ lastsMs }) => lastsMs > 0)).toBe(true);
  });

  test('do not spin for those who asked for less motion: each turn is there at once', () => {
    const { turns } = spinWithFreeSpins().outcome;
    const frames = playback(turns, 5, true);
    expect(frames).toHaveLength(turns.length);
    expect(frames.every(({ counted, stopped }) => counted && stopped === 5)).toBe(true);
  });
});

function spinWithFreeSpins() {
  for (let nonce = 0; ; nonce++) {
    const played = spin(cascade5, draw(nonce), 100, 0);
    if (played.outcome.turns.length > 1) return played;
  }
}

describe('the cards', () => {
  const item = (animation: PulledItem['animation']): PulledItem => ({
    rarity: 'common',
    item: 'pebble',
    animation,
    messageKey: 'gacha.message.normal',
  });

  test('turn one after the other, and what is rare takes its time', () => {
    const plain = revealTimes(new Array(10).fill(item('normal')), false);
    expect(plain).toHaveLength(11);
    expect(plain).toEqual([...plain].sort((a, b) => a - b));
    expect(new Set(plain).size).toBe(11);
    for (const animation of ['near_miss', 'epic', 'legendary', 'pity'] as const) {
      expect(revealTimes([item(animation)], false)[1]).toBeGreaterThan(
        revealTimes([item('normal')], false)[1]!,
      );
    }
  });

  test('are all turned at once for those who asked for less motion', () => {
    expect(revealTimes([item('legendary'), item('normal')], true)).toEqual([0, 0, 0]);
  });
});

describe('the stakes of a throw', () => {
  test('are round, from the least to the most', () => {
    expect(stakeLadder(rps.minBetCoins, rps.maxBetCoins, rps.betStepCoins)).toEqual([
      100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000,
    ]);
  });

  test('are all that the table takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 5_000 }), (least, more) => {
        const [min, max] = [least * 100, (least + more) * 100];
        const stakes = stakeLadder(min, max, 100);
        expect(stakes[0]).toBe(min);
        expect(stakes.at(-1)).toBe(max);
        expect(stakes).toEqual([...new Set(stakes)].sort((a, b) => a - b));
        expect(stakes.every((coins) => coins % 100 === 0)).toBe(true);
      }),
    );
  });
});
