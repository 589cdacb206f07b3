import { describeOdds } from '../../domain/slots/expectedReturn.ts';
import type { SlotMachine } from '../../domain/slots/machine.ts';
import { spinFrom } from '../../domain/slots/spin.ts';
import { type Subject, streamOf } from './subject.ts';

/** A machine at its lowest stake: a stake is a multiple of 100 coins, so every stake returns the same. */
export function slotsSubject(machine: SlotMachine): Subject {
  const betCoins = machine.betSteps[0]!;
  const { returnToPlayer, hitRate, variance, results } = describeOdds(machine);
  const paying = Object.entries(results).filter(([result]) => result !== 'none');
  const resultAt = new Map(paying.map(([result], index) => [result, 3 + index]));
  return {
    name: `slots ${machine.machine}`,
    figures: [
      { figure: 'return to player', exact: returnToPlayer },
      { figure: 'hit rate', exact: hitRate },
      { figure: 'win squared', exact: variance + returnToPlayer ** 2 },
      ...paying.map(([result, exact]) => ({ figure: `chance of ${result}`, exact })),
    ],
    start(seed) {
      const next = streamOf(seed);
      let streak = 0;
      return (games) => {
        const sums = Array.from({ length: 3 + paying.length }, () => 0);
        for (let game = 0; game < games; game += 1) {
          const { payoutCoins, outcome } = spinFrom(machine, next, betCoins, streak);
          streak = outcome.streak;
          const won = payoutCoins / betCoins;
          sums[0]! += won;
          if (won > 0) sums[1]! += 1;
          sums[2]! += won * won;
          const place = resultAt.get(outcome.result);
          if (place !== undefined) sums[place]! += 1;
        }
        return sums;
      };
    },
  };
}
