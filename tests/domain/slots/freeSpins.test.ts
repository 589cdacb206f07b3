import { expect, test } from 'vitest';
import cascade5 from '../../../domain/slots/cascade5.data.ts';
import { spinFrom } from '../../../domain/slots/spin.ts';
import { fed, stopping } from './script.ts';
import { HARBOUR } from './thirdMachine.ts';

/** Stops of the harbour, by what their windows hold. */
const WINDOWS = {
  /** buoy gull gull over crab anchor anchor: pays nothing. */
  nothing: [1, 4, 0],
  /** buoy lamp lamp over lamp gull crab: three scatters. */
  scatters: [5, 3, 2],
  /** buoy lamp gull over crab gull anchor: one scatter. */
  scatter: [1, 3, 0],
  /** Three tides over crab buoy buoy. */
  tides: [3, 1, 4],
};

/** Plays windows, and answers the game with one text a turn: `hundredths xmultiplier +spins`. */
function playWindows(windows: readonly (keyof typeof WINDOWS)[]) {
  const stream = fed(windows.flatMap((window) => stopping(HARBOUR, WINDOWS[window])));
  const played = spinFrom(HARBOUR, stream.next, 300, 0);
  expect(stream.left(), 'windows that were not played').toBe(0);
  const turns = played.outcome.turns.map(
    ({ winHundredths, multiplier, freeSpinsWon }) => `${winHundredths} x${multiplier} +${freeSpinsWon}`,
  );
  return { turns, ...played };
}

test('[SL15] scatters win free spins, which are turns of the same game', () => {
  const { turns, outcome, payoutCoins } = playWindows(['scatters', 'nothing', 'tides', 'nothing']);
  expect(turns).toEqual(['8 x1 +3', '0 x3 +0', '1050 x3 +0', '0 x3 +0']);
  expect(payoutCoins).toBe((8 + 1050) * 3);
  expect(outcome.result).toBe('freeSpins');
});

test('[SL15] free spins win more of them, never more than the bound', () => {
  const { turns } = playWindows([
    ...(['scatters', 'scatters', 'nothing', 'scatters', 'scatters'] as const),
    ...(['nothing', 'nothing', 'nothing'] as const),
  ]);
  expect(turns).toEqual([
    ...['8 x1 +3', '24 x3 +3', '0 x3 +0', '24 x3 +1', '24 x3 +0'],
    ...['0 x3 +0', '0 x3 +0', '0 x3 +0'],
  ]);
});

test('[SL15] cascade5 plays 50 free spins and no more, when every turn shows its scatters', () => {
  const stops = cascade5.strips.map((strip) => strip.indexOf('scatter'));
  const stream = fed(Array.from({ length: 51 }, () => stopping(cascade5, stops)).flat());
  const { outcome } = spinFrom(cascade5, stream.next, 100_000, 0);
  expect(outcome.turns.map(({ freeSpinsWon }) => freeSpinsWon).filter((won) => won > 0)).toEqual([
    10, 10, 10, 10, 10,
  ]);
  expect([outcome.turns.length, stream.left()]).toEqual([51, 0]);
});

test('[SL16] a free spin’s lines and scatters are multiplied', () => {
  const { turns, outcome } = playWindows(['scatters', 'scatter', 'tides', 'nothing']);
  expect(turns.slice(1)).toEqual(['6 x3 +0', '1050 x3 +0', '0 x3 +0']);
  // What the line itself pays stands beside it, so that the multiplier is seen.
  expect(outcome.turns[2]!.lines).toMatchObject([{ payHundredths: 300 }, { payHundredths: 50 }]);
});

test('[SL17] the result is the paid spin’s', () => {
  expect(playWindows(['nothing']).outcome.result).toBe('none');
  expect(playWindows(['scatter']).outcome.result).toBe('scatter');
  expect(playWindows(['tides']).outcome.result).toBe('line');
  expect(playWindows(['scatters', 'nothing', 'nothing', 'nothing'])).toMatchObject({
    outcome: { result: 'freeSpins' },
    tally: { freeSpins: 1 },
  });
});
