import { describe, expect, test } from 'vitest';
import cascade5 from '../../../domain/slots/cascade5.data.ts';
import { spinFrom } from '../../../domain/slots/spin.ts';
import { linePay, scatterPay, spinsWon, symbolAt, turnAt } from '../../../domain/slots/strips.ts';
import { fed, linesOf, stopping } from './script.ts';
import { HARBOUR } from './thirdMachine.ts';

/** Rows of `symbols -> count symbol pays hundredths`, or `-> nothing`. */
function payLines(machine: Parameters<typeof linePay>[0], rows: string): void {
  for (const row of linesOf(rows)) {
    const [symbols, paid] = row.split('->').map((cell) => cell.trim());
    const win = linePay(machine, symbols!.split(/ +/));
    expect(win === null ? 'nothing' : `${win.count} ${win.symbol} pays ${win.payHundredths}`, row).toBe(paid);
  }
}

test('[SL12] each float stops a reel, from the left', () => {
  const stops = [31, 0, 7, 15, 2];
  const { outcome } = spinFrom(cascade5, fed(stopping(cascade5, stops)).next, 100, 0);
  expect(outcome.turns[0]!.stops).toEqual(stops);
});

test('[SL12] a strip is a ring', () => {
  expect([0, 1, 2].map((row) => symbolAt(['a', 'b', 'c', 'd'], 3, row))).toEqual(['d', 'a', 'b']);
});

test('[SL13] a line pays for its first symbol, by how many there are from the left', () => {
  payLines(
    cascade5,
    `
    crown crown crown crown crown   -> 5 crown pays 20000
    crown crown crown crown coin    -> 4 crown pays 2500
    coin  coin  coin  crown coin    -> 3 coin pays 30
    coin  coin  crown coin  coin    -> nothing
    crown coin  coin  coin  coin    -> nothing
  `,
  );
});

test('[SL13] wilds stand for the symbol, never for a scatter, which ends the line', () => {
  payLines(
    cascade5,
    `
    moon  wild    wild    moon    star    -> 4 moon pays 750
    moon  wild    star    wild    moon    -> nothing
    wild  wild    star    wild    moon    -> 4 star pays 400
    star  star    scatter star    star    -> nothing
    scatter wild  wild    wild    star    -> nothing
    star  wild    wild    scatter star    -> 3 star pays 100
  `,
  );
});

test('[SL13] wilds that lead also pay as themselves; the higher pays, the symbol at a tie', () => {
  payLines(
    HARBOUR,
    `
    tide   tide   tide   -> 3 tide pays 300
    tide   tide   crab   -> 3 crab pays 25
    tide   tide   gull   -> 2 tide pays 16
    tide   tide   lamp   -> 2 tide pays 16
    tide   anchor gull   -> 2 anchor pays 16
    tide   tide   anchor -> 3 anchor pays 130
    tide   gull   gull   -> nothing
    anchor gull   anchor -> 1 anchor pays 4
  `,
  );
  const tied = {
    ...HARBOUR,
    linePays: [...HARBOUR.linePays, { symbol: 'gull', count: 3, payHundredths: 16 }],
  };
  payLines(tied, 'tide tide gull -> 3 gull pays 16');
});

test('[SL13] every line is looked at, in the rows that the data say', () => {
  // Window: buoy tide buoy over crab buoy buoy.
  expect(turnAt(HARBOUR, [1, 1, 5])).toMatchObject({
    wins: [
      { line: 0, symbol: 'buoy', count: 3 },
      { line: 2, symbol: 'buoy', count: 3 },
    ],
    payHundredths: 100,
  });
});

describe('scatters', () => {
  test('[SL14] pay by the highest count that is reached', () => {
    expect([0, 1, 2, 3].map((count) => scatterPay(HARBOUR, count))).toEqual([0, 2, 8, 8]);
    expect([2, 3, 4, 5].map((count) => scatterPay(cascade5, count))).toEqual([0, 300, 1000, 5000]);
  });

  test('[SL14] count in any row, beside the lines', () => {
    const scatterStops = cascade5.strips.map((strip) => strip.indexOf('scatter'));
    const shifted = scatterStops.map((stop, reel) => (stop - (reel % 3) + 32) % 32);
    const turn = turnAt(cascade5, shifted);
    expect(turn.scatters).toBe(5);
    expect(turn.wins).toContainEqual({ line: -1, symbol: 'scatter', count: 5, payHundredths: 5000 });
  });

  test('[SL15] win free spins up to the bound of a game', () => {
    expect(spinsWon(cascade5, 2, 0)).toBe(0);
    expect(spinsWon(cascade5, 3, 0)).toBe(10);
    expect(spinsWon(cascade5, 5, 40)).toBe(10);
    expect(spinsWon(cascade5, 3, 50)).toBe(0);
    expect([0, 3, 5, 7].map((won) => spinsWon(HARBOUR, 2, won))).toEqual([3, 3, 2, 0]);
  });
});
