import { expect, test } from 'vitest';
import { openBetting } from '../../../domain/crash/betting.ts';
import type { CrashCommand } from '../../../domain/crash/commands.ts';
import { flightElapsedMs, nextWakeAtMs, servedUntilMs, wallInstantMs } from '../../../domain/crash/flight.ts';
import type { CrashRound } from '../../../domain/crash/round.ts';
import { step } from '../../../domain/crash/step.ts';
import { play, RULES } from './script.ts';

const LAUNCHED = `
    0     | bet alice 1000                    | hold alice.1 #1
    0     | bet bob 1000 at 2.00              | hold bob.1 #2
    0     | bet carol 1000                    | hold carol.1 #3
    6000  | tick                              | close
    6000  | launch 6000 3.00 with alice bob carol | -`;

test('[CR20] the curve stands still in a gap', () => {
  play(`${LAUNCHED}
    20000 | stalled 8000 25000                | gap 8000-25000
    25000 | resumed alice carol               | -
    34552 | tick                              | -
    34553 | tick                              | pay bob.1 2.00 2000 auto @34553 #4
    41310 | cashout alice                     | pay alice.1 2.99 2990 player @41310 #5
    41311 | cashout carol                     | too_late
  `);
});

test('[CR20] it begins with the last instant that had happened', () => {
  play(`${LAUNCHED}
    9000  | cashout alice                     | pay alice.1 1.19 1190 player @9000 #4
    20000 | stalled 8000 25000                | gap 9000-25000
    20001 | cashout carol                     | pay carol.1 1.19 1190 player @20001 #5
  `);
  play(`
    6000 | tick                               | close
    9000 | launch 6500 3.00 with              | -
    9000 | stalled 5000 14000                 | gap 6500-14000
  `);
});

test('[CR21] a bust before the gap stands, and what was due before it is paid', () => {
  play(`${LAUNCHED}
    40000 | stalled 24311 45000               | pay bob.1 2.00 2000 auto @17553 #4
    40000 | cashout alice                     | too_late
    40001 | booked bob                        | settle 3.00 @24311
  `);
  play(`${LAUNCHED}
    40000 | stalled 24310 45000               | pay bob.1 2.00 2000 auto @17553 #4; gap 24310-45000
  `);
  play(`${LAUNCHED}
    40000 | tick                              | pay bob.1 2.00 2000 auto @17553 #4
    41000 | stalled 39500 46000               | -
  `);
});

test('[CR21] what falls on the very start of a gap came before it', () => {
  play(`${LAUNCHED}
    20000 | stalled 17553 25000               | pay bob.1 2.00 2000 auto @17553 #4; gap 17553-25000
  `);
  const flight = { launchedAtMs: 6000, gaps: [{ fromMs: 17_553, toMs: 25_000 }] };
  expect(wallInstantMs(flight, 11_553)).toBe(17_553);
  expect(wallInstantMs(flight, 11_554)).toBe(25_001);
  expect([17_553, 20_000, 25_000, 25_001].map((atMs) => flightElapsedMs(flight, atMs))).toEqual([
    11_553, 11_553, 11_553, 11_554,
  ]);
});

test('[CR22] a cash-out during the gap counts where the curve stands', () => {
  play(`${LAUNCHED}
    20000 | stalled 17000 25000               | gap 17000-25000
    20000 | cashout alice                     | pay alice.1 1.93 1930 player @20000 #4
    24999 | cashout carol                     | pay carol.1 1.93 1930 player @24999 #5
  `);
});

test('[CR23] at the resumption absent players without a target leave where the curve stood', () => {
  const round = play(`${LAUNCHED}
    20000 | stalled 17000 25000               | gap 17000-25000
    24999 | resumed                           | -
    25010 | resumed alice                     | pay carol.1 1.93 1930 gap @25000 #4
    25011 | resumed                           | -
    25553 | tick                              | pay bob.1 2.00 2000 auto @25553 #5
  `);
  expect(round.bets.get('alice.1')!.state).toBe('open');
});

test('[CR24] a stall in a gap prolongs it', () => {
  play(
    `${LAUNCHED}
    20000 | stalled 17000 25000               | gap 17000-25000
    28000 | stalled 22000 33000               | gap 25000-33000
    28000 | cashout alice                     | pay alice.1 1.93 1930 player @28000 #4
    33000 | resumed                           | pay carol.1 1.93 1930 gap @33000 #5
    33553 | tick                              | pay bob.1 2.00 2000 auto @33553 #6
  `,
  );
});

test('[CR24] one that would end earlier changes nothing', () => {
  const round = play(`${LAUNCHED}
    20000 | stalled 17000 25000               | gap 17000-25000
    20100 | stalled 18500 24000               | -
  `);
  expect(nextWakeAtMs(round, 20_100)).toBe(25_000);
});

test('[CR24] while a resumption is due but not made, time alone moves nothing', () => {
  play(`${LAUNCHED}
    20000 | stalled 17000 25000               | gap 17000-25000
    40000 | tick                              | -
    40001 | booked alice                      | -
    40002 | resumed                           | pay alice.1 1.93 1930 gap @25000 #4; pay carol.1 1.93 1930 gap @25000 #5; pay bob.1 2.00 2000 auto @25553 #6
    40003 | booked alice                      | -
    40003 | booked bob                        | -
    40003 | booked carol                      | settle 3.00 @32311
  `);
});

test('[CR24] ... nor does a stall count it as flight', () => {
  play(`${LAUNCHED}
    20000 | stalled 17000 25000               | gap 17000-25000
    40000 | stalled 38000 45000               | gap 25000-45000
  `);
});

test('[CR25] a stall while betting opens the window again, in full', () => {
  play(`
    5000  | bet alice 100                     | hold alice.1 #1
    9000  | stalled 5500 14000                | -
    14999 | bet bob 100                       | hold bob.1 #2
    15000 | bet carol 100                     | round_closed; close
    15001 | stalled 13000 20000               | -
    15002 | bet carol 100                     | round_closed
  `);
});

test('[CR30] a round is served no further than what is booked, resumed and seen', () => {
  let live: CrashRound = openBetting(RULES, 1, 0, 6000);
  const at = (command: CrashCommand, nowMs: number) => {
    live = step(live, command, nowMs).round;
  };
  const who = { nickname: 'alice', bot: false, accountId: 1000, playerId: 'alice' };
  at({ type: 'bet', betId: 'a', ...who, amountCoins: 100, autoCashoutHundredths: null }, 0);
  at({ type: 'stakeHeld', betId: 'a' }, 1);
  expect(servedUntilMs(live, 2)).toBe(2);
  at({ type: 'tick' }, 6000);
  expect(servedUntilMs(live, 6001)).toBeNull();
  at(
    { type: 'bookClosed', betIds: ['a'], betBookRoot: '', launchedAtMs: 6010, bustHundredths: 10_000 },
    6020,
  );
  expect(servedUntilMs(live, 6030)).toBe(6030);
  at({ type: 'stalled', fromMs: 7000, resumesAtMs: 14_000 }, 9000);
  expect(servedUntilMs(live, 14_500)).toBe(14_000);
  at({ type: 'resumed', presentPlayerIds: new Set(['alice']) }, 14_500);
  expect(servedUntilMs(live, 14_600)).toBe(14_600);
  at({ type: 'cashout', betId: 'a', playerId: 'alice' }, 15_000);
  expect(servedUntilMs(live, 16_000)).toBe(15_000);
  at({ type: 'payoutBooked', betId: 'a' }, 16_000);
  expect(servedUntilMs(live, 16_001)).toBe(16_001);
});
