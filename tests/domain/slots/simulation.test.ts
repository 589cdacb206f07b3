import { beforeAll, describe, expect, test } from 'vitest';
import cascade5 from '../../../domain/slots/cascade5.data.ts';
import neon3 from '../../../domain/slots/neon3.data.ts';
import { judge } from '../../../scripts/proveOdds/judge.ts';
import { type Batches, batchGames, playStream, STREAMS } from '../../../scripts/proveOdds/simulate.ts';
import { slotsSubject } from '../../../scripts/proveOdds/slotsSubject.ts';
import type { Subject } from '../../../scripts/proveOdds/subject.ts';
import { HARBOUR, ORCHARD } from './thirdMachine.ts';

function simulated(subject: Subject, games: number): Batches {
  return Array.from({ length: STREAMS }, (_, stream) => playStream(subject, 'test', stream, games)).flat();
}

/** Figures that a simulation does not bear out. */
function off(subject: Subject, batches: Batches, games: number): string[] {
  return judge(subject, batches, batchGames(games))
    .filter(({ verdict }) => verdict === 'OFF')
    .map(({ figure, exact, mean, standardError }) => `${figure}: ${exact}, not ${mean} +- ${standardError}`);
}

describe.each([neon3, cascade5])('$machine', (machine) => {
  const subject = slotsSubject(machine);
  const games = 1_000_000;
  let batches: Batches;

  beforeAll(() => {
    batches = simulated(subject, games);
  });

  test('[SL23] a million games agree with every published figure within 4 standard errors', () => {
    expect(off(subject, batches, games)).toEqual([]);
  });

  test('[SL23] they would not agree with figures that are a little wrong', () => {
    const wrong = subject.figures.map(({ figure, exact }) => ({ figure, exact: exact * 0.98 }));
    const named = off({ ...subject, figures: wrong }, batches, games);
    expect(named.filter((figure) => /^(return|hit rate)/.test(figure))).toHaveLength(2);
  });
});

test.each([HARBOUR, ORCHARD])('[SL23] $machine, which no code knows, is proven as well', (machine) => {
  const subject = slotsSubject(machine);
  expect(off(subject, simulated(subject, 100_000), 100_000)).toEqual([]);
});
