import { expect, test } from 'vitest';
import { step } from '../../../domain/crash/step.ts';
import { play, RULES } from './script.ts';

test('[CR1] the first check that fails names the refusal', () => {
  // Each row fails one check fewer than the one above: what is left decides.
  play(`
    0    | bet alice 1000        | hold alice.1 #1
    0    | held alice            | -
    6000 | bet alice 1050 at 0.5 | invalid_amount; close
    6000 | bet alice 1000 at 0.5 | invalid_request
    6000 | bet alice 1000 at 2   | round_closed
  `);
  play(
    `
    0    | bet alice 1000        | hold alice.1 #1
    10   | bet alice 9000        | already_bet
    10   | bet bob   9000        | limit_exceeded
    10   | bet bob   8900 at 2   | limit_exceeded
    10   | bet bob   8000 at 2   | hold bob.1 #2
  `,
    { maxRoundPayoutCoins: 18_000 },
  );
});

test.each([0, -100, 99, 150, 100_100, 1e18, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, 100.5])(
  '[CR1] [CR2] a stake of %d is refused, and the answer says what may be staked',
  (amountCoins) => {
    const round = play('0 | bet alice 1000 | hold alice.1 #1');
    const bet = {
      type: 'bet',
      betId: 'b',
      playerId: 'bob',
      nickname: '',
      bot: false,
      accountId: 1001,
      amountCoins,
      autoCashoutHundredths: null,
    } as const;
    expect(step(round, bet, 0)).toMatchObject({
      effects: [],
      refusal: {
        code: 'invalid_amount',
        details: { field: 'amountCoins', min: RULES.minBetCoins, max: RULES.maxBetCoins, step: 100 },
      },
    });
    expect([round.bets.size, round.stakedCoins, round.nextSequence]).toEqual([1, 1000, 2]);
  },
);

test('[CR1] [CR2] bounds of stake and target belong to what is allowed', () => {
  play(`
    0 | bet alice 100 at 1.01          | hold alice.1 #1
    0 | bet bob 100000 at 1000000      | hold bob.1 #2
    0 | bet carol 100 at 1.005         | invalid_request
    0 | bet carol 100 at 1             | invalid_request
    0 | bet carol 100 at 1000000.01    | invalid_request
    0 | bet carol 100 at -2            | invalid_request
    0 | bet carol 100 at NaN           | invalid_request
  `);
});

test('[CR3] stakes on their way and being cancelled count as open', () => {
  play(
    `
    0 | bet alice 4000  | hold alice.1 #1
    0 | bet bob 1100    | limit_exceeded
    0 | bet bob 1000    | hold bob.1 #2
    0 | held bob        | -
    0 | cancel bob      | release bob.1 #3
    0 | bet carol 100   | limit_exceeded
    0 | released bob    | -
    0 | bet carol 1000  | hold carol.1 #4
    0 | refused alice   | -
    0 | bet dave 4000   | hold dave.1 #5
  `,
    { maxRoundPayoutCoins: 10_000 },
  );
});

test('[CR4] a bet holds its player’s place at once, and a refused one leaves nothing behind', () => {
  const round = play(`
    0 | bet alice 1000  | hold alice.1 #1
    0 | bet alice 1000  | already_bet
    0 | refused alice   | -
    1 | bet alice 2000  | hold alice.2 #2
    2 | held alice      | -
    2 | held alice      | -
  `);
  expect([...round.bets.keys()]).toEqual(['alice.2']);
  expect(round.stakedCoins).toBe(2000);
});

test('[CR5] bets, cancellations and cash-outs count in one sequence', () => {
  play(`
    0     | bet alice 1000                       | hold alice.1 #1
    0     | bet bob 1000                         | hold bob.1 #2
    0     | held alice                           | -
    0     | held bob                             | -
    0     | cancel alice                         | release alice.1 #3
    0     | released alice                       | -
    0     | cashout bob                          | no_active_bet
    0     | bet alice 500                        | hold alice.2 #4
    0     | held alice                           | -
    6000  | tick                                 | close
    6000  | launch 6000 9.00 with bob alice      | -
    17552 | cashout bob                          | pay bob.1 1.99 1990 player @17552 #5
    17553 | cashout alice                        | pay alice.2 2.00 1000 player @17553 #6
  `);
});

test('[CR6] the window closes once, and nothing is taken while the book closes', () => {
  play(`
    5999 | bet alice 100       | hold alice.1 #1
    5999 | held alice          | -
    5999 | tick                | -
    6000 | bet bob 100         | round_closed; close
    6000 | tick                | -
    6001 | cancel alice        | round_closed
    6002 | open-until 9000     | -
    6003 | cancel alice        | release alice.1 #2
    6003 | bet bob 100         | hold bob.1 #3
    9000 | cancel alice        | round_closed; close
    9000 | bet carol 100       | round_closed
  `);
});

test('[CR7] only one’s own open bet can be cancelled', () => {
  play(`
    0    | bet alice 100                | hold alice.1 #1
    0    | cancel alice                 | no_active_bet
    0    | held alice                   | -
    0    | cancel mallory alice         | no_active_bet
    0    | cancel mallory nobody        | no_active_bet
    0    | cancel alice                 | release alice.1 #2
    0    | cancel alice                 | no_active_bet
    0    | kept alice                   | -
    0    | cancel alice                 | release alice.1 #3
    0    | released alice               | -
    0    | cancel alice                 | no_active_bet
    0    | bet bob 100                  | hold bob.1 #4
    0    | held bob                     | -
    6000 | tick                         | close
    6000 | launch 6000 2.00 with bob    | -
    6001 | cancel bob                   | round_closed
    6001 | cancel mallory bob           | no_active_bet
  `);
});

test('[CR8] who cancelled may bet again, under another id', () => {
  const round = play(`
    0 | bet alice 100    | hold alice.1 #1
    0 | held alice       | -
    0 | cancel alice     | release alice.1 #2
    0 | bet alice 300    | already_bet
    0 | released alice   | -
    0 | bet alice 300    | hold alice.2 #3
  `);
  expect([...round.bets.values()].map(({ betId, state }) => `${betId} ${state}`)).toEqual([
    'alice.1 cancelled',
    'alice.2 pending',
  ]);
  expect(round.stakedCoins).toBe(300);
});

test('[CR9] the closing transaction’s list decides about what was on its way', () => {
  const round = play(`
    0    | bet held 100                             | hold held.1 #1
    0    | held held                                | -
    0    | bet late 200                             | hold late.1 #2
    0    | bet lost 400                             | hold lost.1 #3
    0    | bet kept 800                             | hold kept.1 #4
    0    | held kept                                | -
    0    | cancel kept                              | release kept.1 #5
    0    | bet left 1600                            | hold left.1 #6
    0    | held left                                | -
    0    | cancel left                              | release left.1 #7
    6000 | tick                                     | close
    6100 | launch 6050 2.00 with held late kept     | -
    6200 | held late                                | -
    6200 | refused lost                             | -
    6200 | kept kept                                | -
    6200 | released left                            | -
    6200 | cashout lost                             | no_active_bet
    6200 | cashout left                             | no_active_bet
    6200 | cashout kept                             | pay kept.1 1.00 800 player @6200 #8
  `);
  expect([...round.bets.values()].map(({ betId, state }) => `${betId} ${state}`)).toEqual([
    'held.1 open',
    'late.1 open',
    'kept.1 cashing',
    'left.1 cancelled',
  ]);
  expect(round.stakedCoins).toBe(1100);
  expect([...round.betOfPlayer.keys()]).toEqual(['held', 'late', 'kept']);
});

test('[CR9] a book that does not agree with what was acknowledged is a bug, and stops the table', () => {
  const unknown = `
    0    | bet alice 100   | hold alice.1 #1
    0    | held alice      | -
    6000 | tick            | close
    6000 | launch 6000 2.00 with alice nobody | -`;
  expect(() => play(unknown)).toThrow('nobody.0 is in the book, but unknown here');
  const missing = `
    0    | bet alice 100   | hold alice.1 #1
    0    | held alice      | -
    6000 | tick            | close
    6000 | launch 6000 2.00 with | -`;
  expect(() => play(missing)).toThrow('alice.1 was held, but is not in the book');
});
