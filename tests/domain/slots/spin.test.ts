import fc from 'fast-check';
import { expect, test } from 'vitest';
import { floats } from '../../../domain/fairness/draw.ts';
import cascade5 from '../../../domain/slots/cascade5.data.ts';
import type { SlotMachine } from '../../../domain/slots/machine.ts';
import neon3 from '../../../domain/slots/neon3.data.ts';
import { checkBet, spin, spinFrom } from '../../../domain/slots/spin.ts';
import { hasStreak } from '../../../domain/slots/streak.ts';
import { HARBOUR, ORCHARD } from './thirdMachine.ts';

const MACHINES = [neon3, cascade5, HARBOUR, ORCHARD];

const anyMachine = fc.constantFrom<SlotMachine>(...MACHINES);
const anyPair = fc.record({
  serverSeed: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
  clientSeed: fc.string({ minLength: 1, maxLength: 64 }),
  nonce: fc.nat(),
});
const anyGame = anyMachine.chain((machine) =>
  fc.record({
    machine: fc.constant(machine),
    pair: anyPair,
    betCoins: fc.constantFrom(...machine.betSteps),
    streak: hasStreak(machine) ? fc.nat({ max: 9 }) : fc.constant(0),
  }),
);

test.each([0, -100, 50, 150, 300, 99_999, 200_000, 1e18, Number.NaN, Number.POSITIVE_INFINITY, 100.5])(
  '[SL1] a stake of %d is refused, and the answer says what may be staked',
  (betCoins) => {
    expect(checkBet(neon3, betCoins)).toMatchObject({
      ok: false,
      error: { code: 'invalid_amount', details: { field: 'betCoins', steps: neon3.betSteps } },
    });
  },
);

test('[SL1] every step of every machine is taken', () => {
  for (const machine of MACHINES) {
    expect(machine.betSteps.filter((betCoins) => !checkBet(machine, betCoins).ok)).toEqual([]);
  }
});

test('[SL1] a game at a stake that was not checked, or with a streak that nobody has, is a bug', () => {
  const pair = { serverSeed: '0'.repeat(64), clientSeed: 'c', nonce: 0 };
  expect(() => spin(neon3, pair, 300, 0)).toThrow('a stake of 300');
  expect(() => spin(neon3, pair, 100, -1)).toThrow('a streak of -1');
  expect(() => spin(cascade5, pair, 100, 1)).toThrow('a streak of 1');
});

test('[SL2] every stake returns the same, hundredth for hundredth', () => {
  fc.assert(
    fc.property(anyGame, ({ machine, pair, betCoins, streak }) => {
      const least = spin(machine, pair, machine.betSteps[0]!, streak);
      const played = spin(machine, pair, betCoins, streak);
      expect(played.payoutCoins * least.betCoins).toBe(least.payoutCoins * betCoins);
      expect(played.outcome.turns.map(({ winHundredths }) => winHundredths)).toEqual(
        least.outcome.turns.map(({ winHundredths }) => winHundredths),
      );
    }),
  );
});

test('[SL2] [SL3] the payout is the sum of the turns, whole and unrounded', () => {
  fc.assert(
    fc.property(anyGame, ({ machine, pair, betCoins, streak }) => {
      const { payoutCoins, outcome, tally } = spin(machine, pair, betCoins, streak);
      let hundredths = 0;
      let coins = 0;
      let freeSpins = 0;
      for (const turn of outcome.turns) {
        hundredths += turn.winHundredths;
        coins += turn.winCoins;
        freeSpins += turn.freeSpinsWon;
        expect(turn.winCoins * 100).toBe(betCoins * turn.winHundredths);
      }
      expect([payoutCoins, outcome.winCoins]).toEqual([coins, coins]);
      expect(payoutCoins * 100).toBe(betCoins * hundredths);
      expect(outcome.turns).toHaveLength(1 + freeSpins);
      expect(tally).toEqual({ [outcome.result]: 1 });
    }),
  );
});

test('[SL4] a game follows from seeds, stake and streak alone, and changes nothing', () => {
  fc.assert(
    fc.property(anyGame, ({ machine, pair, betCoins, streak }) => {
      const before = JSON.stringify([machine, pair]);
      const first = spin(machine, pair, betCoins, streak);
      const copy = spin(structuredClone(machine), { ...pair }, betCoins, streak);
      expect(copy).toEqual(first);
      expect(JSON.stringify([machine, pair])).toBe(before);
      expect(first.inputs).toEqual(hasStreak(machine) ? { streak } : {});
    }),
  );
});

test('[SL4] the game is drawn from the pair’s stream, from its first float', () => {
  fc.assert(
    fc.property(anyGame, ({ machine, pair, betCoins, streak }) => {
      const stream = floats(pair);
      const played = spinFrom(machine, () => stream.next().value, betCoins, streak);
      expect(spin(machine, pair, betCoins, streak)).toEqual(played);
    }),
  );
});
