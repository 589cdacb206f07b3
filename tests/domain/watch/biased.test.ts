import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import cascade5 from '../../../domain/slots/cascade5.data.ts';
import neon3 from '../../../domain/slots/neon3.data.ts';
import { spinFrom } from '../../../domain/slots/spin.ts';
import { bustOf, told, unitsUntilAlarm, watcherOf } from './simulated.ts';

const LOOK_EVERY = 500;

function throwOf(payoutCoins: number) {
  const data = { gameId: 'g', betCoins: 100, payoutCoins };
  return told('rps.throw', { ...data, hand: 'rock', serverHand: 'rock', outcome: 'draw' });
}

test('[RW6] rock-paper-scissors that returns 3 % more than it says is found within 60,000 throws', () => {
  const random = seedrandom.alea('rps');
  const watcher = watcherOf();
  // A win in 350 of 1,000 instead of 333.
  const unit = () => watcher.observe(throwOf(random() < 0.35 ? 194 : random() < 0.513 ? 100 : 0));
  expect(unitsUntilAlarm(60_000, LOOK_EVERY, watcher, unit)).not.toBeNull();
});

test('[RW6] a machine whose wins pay 8 % more than it says is found within 200,000 spins', () => {
  const random = seedrandom.alea('pays');
  const watcher = watcherOf({ machines: [neon3] });
  let streak = 0;
  const unit = () => {
    const { payoutCoins, outcome } = spinFrom(neon3, random, 10_000, streak);
    const spin = { machine: 'neon3', gameId: 'g', betCoins: 10_000, streakBefore: streak };
    streak = outcome.streak;
    const paid = Math.min(189 * 10_000, Math.floor(payoutCoins * 1.08));
    watcher.observe(told('slots.spin', { ...spin, payoutCoins: paid, result: outcome.result }));
  };
  expect(unitsUntilAlarm(200_000, LOOK_EVERY, watcher, unit)).not.toBeNull();
});

test('[RW6] a machine that hits a twentieth less often than it says is found within 120,000 spins', () => {
  const random = seedrandom.alea('hits');
  const watcher = watcherOf({ machines: [cascade5] });
  const unit = () => {
    // Its own hit rate is 0.3385; of what a hit pays nothing is known here.
    const payoutCoins = random() < 0.3385 * 0.95 ? 283 : 0;
    const spin = { machine: 'cascade5', gameId: 'g', betCoins: 100, payoutCoins, streakBefore: 0 };
    watcher.observe(told('slots.spin', { ...spin, result: 'line' }));
  };
  expect(unitsUntilAlarm(120_000, LOOK_EVERY, watcher, unit)).not.toBeNull();
});

test.each([
  ['more', -2],
  ['less', 4],
])('[RW6] busts whose edge is 3 %% off, returning %s, are found within 60,000 rounds', (_, edgePercent) => {
  const random = seedrandom.alea(`busts ${edgePercent}`);
  const watcher = watcherOf({ tables: [{ table: 'main', edgePercent: 1 }] });
  const unit = () => {
    const bustHundredths = bustOf(random, edgePercent);
    const paidCoins = bustHundredths >= 150 ? 150 : 0;
    const round = { table: 'main', game: 1, bustHundredths, bets: 1, stakedCoins: 100, paidCoins };
    watcher.observe(told('crash.bust', round));
  };
  expect(unitsUntilAlarm(60_000, LOOK_EVERY, watcher, unit)).not.toBeNull();
});
