import { expect, test } from 'vitest';
import { nextWakeAtMs, visibleLaunchedAtMs } from '../../../domain/crash/flight.ts';
import type { FlyingRound } from '../../../domain/crash/round.ts';
import { step } from '../../../domain/crash/step.ts';
import { play } from './script.ts';

test('[CR11] a cash-out stands up to the last millisecond before the bust', () => {
  const bets = `
    0     | bet alice 1000                    | hold alice.1 #1
    0     | held alice                        | -
    6000  | tick                              | close
    6000  | launch 6000 2.00 with alice       | -`;
  play(`${bets}
    17552 | cashout alice                     | pay alice.1 1.99 1990 player @17552 #2
    17552 | cashout alice                     | no_active_bet
  `);
  play(`${bets}
    17553 | cashout alice                     | too_late; settle 2.00 @17553
    17553 | cashout alice                     | too_late
    17554 | settled                           | -
    17554 | cashout alice                     | too_late
  `);
});

test('[CR11] it is judged by its time, whatever a timer has noticed by then', () => {
  play(`
    0     | bet alice 1000                    | hold alice.1 #1
    0     | bet bob 1000 at 1.50              | hold bob.1 #2
    6000  | tick                              | close
    6000  | launch 6000 3.00 with alice bob   | -
    17600 | cashout alice                     | pay bob.1 1.50 1500 auto @12758 #3; pay alice.1 2.00 2000 player @17600 #4
    90000 | tick                              | -
    90000 | booked alice                      | -
    90000 | booked bob                        | settle 3.00 @24311
  `);
});

test('[CR12] targets are paid at exactly the target and its instant; above the bust they lose', () => {
  play(`
    0     | bet alice 1000 at 1.50              | hold alice.1 #1
    0     | bet bob 1000 at 2.00                | hold bob.1 #2
    0     | bet carol 1000 at 2.01              | hold carol.1 #3
    6000  | tick                                | close
    6000  | launch 6000 2.00 with alice bob carol | -
    12757 | tick                                | -
    12758 | tick                                | pay alice.1 1.50 1500 auto @12758 #4
    99999 | tick                                | pay bob.1 2.00 2000 auto @17553 #5
    99999 | cashout carol                       | too_late
  `);
});

test('[CR12] high up one millisecond spans many hundredths: the target decides, not the instant', () => {
  // 50,000.37 and 50,000.40 are reached in the same millisecond, 180330 ms after the launch.
  play(
    `
    0      | bet alice 100 at 50000.37             | hold alice.1 #1
    0      | bet bob 100 at 50000.40               | hold bob.1 #2
    6000   | tick                                  | close
    6000   | launch 6000 50000.37 with alice bob   | -
    200000 | tick                                  | pay alice.1 50000.37 5000037 auto @186330 #3
    200000 | booked alice                          | settle 50000.37 @186330
  `,
    { maxPayoutCoins: 50_000_000, maxRoundPayoutCoins: 100_000_000 },
  );
});

test('[CR13] a bet ends at its own limit; a target beyond ends there too, one at it is a target', () => {
  play(
    `
    0     | bet alice 1000                              | hold alice.1 #1
    0     | bet bob 1000 at 9.00                        | hold bob.1 #2
    0     | bet carol 1000 at 3.00                      | hold carol.1 #3
    0     | bet dave 500 at 3.01                        | hold dave.1 #4
    6000  | tick                                        | close
    6000  | launch 6000 10.00 with alice bob carol dave | -
    24310 | tick                                        | -
    24311 | tick                                        | pay alice.1 3.00 3000 limit @24311 #5; pay bob.1 3.00 3000 limit @24311 #6; pay carol.1 3.00 3000 auto @24311 #7
    24400 | cashout dave                                | no_active_bet; pay dave.1 3.01 1505 auto @24366 #8
  `,
    { maxPayoutCoins: 3000, maxBetCoins: 1000 },
  );
});

test('[CR14] at the round’s limit every open bet ends, at exactly it', () => {
  // 3,000 open against 9,000: 3.00. With alice paid 2,000, 2,000 open against 7,000: 3.50.
  play(
    `
    0     | bet alice 1000                        | hold alice.1 #1
    0     | bet bob 1000 at 9.00                  | hold bob.1 #2
    0     | bet carol 1000                        | hold carol.1 #3
    6000  | tick                                  | close
    6000  | launch 6000 9.00 with alice bob carol | -
    17553 | cashout alice                         | pay alice.1 2.00 2000 player @17553 #4
    24311 | tick                                  | -
    26879 | tick                                  | -
    26880 | tick                                  | pay bob.1 3.50 3500 limit @26880 #5; pay carol.1 3.50 3500 limit @26880 #6
  `,
    { maxRoundPayoutCoins: 9000, maxPayoutCoins: 100_000, maxBetCoins: 10_000 },
  );
});

test('[CR14] ends at the limit itself come first, and keep their reason', () => {
  play(
    `
    0     | bet alice 1000                       | hold alice.1 #1
    0     | bet bob 1000 at 3.00                 | hold bob.1 #2
    0     | bet carol 1000                       | hold carol.1 #3
    6000  | tick                                 | close
    6000  | launch 6000 9.00 with alice bob carol | -
    24311 | tick                                 | pay bob.1 3.00 3000 auto @24311 #4; pay alice.1 3.00 3000 limit @24311 #5; pay carol.1 3.00 3000 limit @24311 #6
  `,
    { maxRoundPayoutCoins: 9000, maxPayoutCoins: 100_000, maxBetCoins: 10_000 },
  );
});

test('[CR14] reaching it is one event: rounding does not let anybody fly on', () => {
  // 700 open against 2,000: 2.85 (1,995). Found anew after alice it would be 2.87 for bob.
  play(
    `
    0     | bet alice 500                  | hold alice.1 #1
    0     | bet bob 200                    | hold bob.1 #2
    6000  | tick                           | close
    6000  | launch 6000 9.00 with alice bob | -
    60000 | tick                           | pay alice.1 2.85 1425 limit @23456 #3; pay bob.1 2.85 570 limit @23456 #4
  `,
    { maxRoundPayoutCoins: 2000, maxPayoutCoins: 100_000, maxBetCoins: 10_000 },
  );
});

test('[CR15] ends come in the order of multipliers, at one multiplier of bet ids', () => {
  play(
    `
    0     | bet dave 100 at 2.00                        | hold dave.1 #1
    0     | bet bob 100 at 1.50                         | hold bob.1 #2
    0     | bet alice 100 at 2.00                       | hold alice.1 #3
    6000  | tick                                        | close
    6000  | launch 6000 9.00 with dave bob alice        | -
    60000 | tick                                        | pay bob.1 1.50 150 auto @12758 #4; pay alice.1 2.00 200 auto @17553 #5; pay dave.1 2.00 200 auto @17553 #6
  `,
  );
});

test('[CR16] nobody cashes out what is not theirs, not flying, or gone', () => {
  play(`
    0     | bet alice 100                    | hold alice.1 #1
    0     | bet bob 100 at 1.10              | hold bob.1 #2
    0     | held alice                       | -
    5000  | cashout alice                    | no_active_bet
    6000  | tick                             | close
    6000  | launch 6000 2.00 with alice bob  | -
    6500  | cashout mallory alice            | no_active_bet
    6500  | cashout alice nobody             | no_active_bet
    7589  | cashout bob                      | no_active_bet; pay bob.1 1.10 110 auto @7589 #3
    7600  | cashout alice                    | pay alice.1 1.10 110 player @7600 #4
    7600  | cashout alice                    | no_active_bet
    7601  | booked alice                     | -
    7602  | cashout alice                    | no_active_bet
    7603  | booked alice                     | -
  `);
});

test('[CR17] a bust of 1.00 busts at the launch', () => {
  play(`
    0    | bet alice 100 at 1.01           | hold alice.1 #1
    6000 | tick                            | close
    6040 | launch 6010 1.00 with alice     | settle 1.00 @6010
    6040 | cashout alice                   | too_late
    6041 | settled                         | -
  `);
});

test('[CR18] the round settles once, after every payout is booked', () => {
  const round = play(`
    0     | bet alice 100 at 1.10           | hold alice.1 #1
    0     | bet bob 100                     | hold bob.1 #2
    6000  | tick                            | close
    6000  | launch 6000 1.50 with alice bob | -
    13000 | tick                            | pay alice.1 1.10 110 auto @7589 #3
    14000 | tick                            | -
    15000 | booked alice                    | settle 1.50 @12758
    15001 | booked alice                    | -
    15002 | tick                            | -
    15003 | settled                         | -
    15004 | tick                            | -
    15004 | bet carol 100                   | round_closed
    15004 | cancel bob                      | round_closed
  `);
  expect(round).toMatchObject({
    phase: 'settled',
    hash: 'hash',
    bustHundredths: 150,
    bustedAtMs: 12_758,
    stakedCoins: 200,
    paidCoins: 110,
  });
});

test('[CR18] settling out of turn is a bug', () => {
  const early = `
    6000 | tick                  | close
    6000 | launch 6000 2.00 with | -
    6001 | settled               | -`;
  expect(() => play(early)).toThrow('game 1 settles out of turn');
});

test('[CR19] the next instant at which something is due', () => {
  const bets = `
    0     | bet alice 1000 at 1.50          | hold alice.1 #1
    0     | bet bob 100                     | hold bob.1 #2`;
  expect(nextWakeAtMs(play(bets), 0)).toBe(6000);
  const closing = `${bets}
    6000  | tick                            | close`;
  expect(nextWakeAtMs(play(closing), 6000)).toBeNull();
  const launched = `${closing}
    6000  | launch 6000 4.00 with alice bob | -`;
  const flying = play(launched) as FlyingRound;
  expect(nextWakeAtMs(flying, 6000)).toBe(12_758);
  expect(nextWakeAtMs(flying, 20_000)).toBe(20_000);
  step(flying, { type: 'stalled', fromMs: 7000, resumesAtMs: 14_000 }, 9000);
  expect(nextWakeAtMs(flying, 9000)).toBe(14_000);
  expect(visibleLaunchedAtMs(flying)).toBe(13_000);
  step(flying, { type: 'resumed', presentPlayerIds: new Set(['bob']) }, 14_000);
  expect(nextWakeAtMs(flying, 14_000)).toBe(19_758);
  step(flying, { type: 'tick' }, 19_758);
  expect(nextWakeAtMs(flying, 19_758)).toBe(36_105);
  step(flying, { type: 'tick' }, 36_105);
  expect(nextWakeAtMs(flying, 36_105)).toBeNull();
});

test('[CR19] limits are among them', () => {
  const bets = `
    0    | bet alice 1000             | hold alice.1 #1
    6000 | tick                       | close
    6000 | launch 6000 9.00 with alice | -`;
  expect(nextWakeAtMs(play(bets, { maxPayoutCoins: 2000, maxBetCoins: 1000 }), 6000)).toBe(17_553);
  const tight = { maxRoundPayoutCoins: 3000, maxPayoutCoins: 100_000, maxBetCoins: 10_000 };
  expect(nextWakeAtMs(play(bets, tight), 6000)).toBe(24_311);
  const ended = `${bets}
    24311 | tick                       | pay alice.1 3.00 3000 limit @24311 #2`;
  expect(nextWakeAtMs(play(ended, tight), 24_311)).toBe(42_621);
});
