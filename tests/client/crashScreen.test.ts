import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ActionFacts, mainAction } from '../../client/app/screens/crash/action.ts';
import { momentAt } from '../../client/app/screens/crash/flight.ts';
import { fitStake, readAuto, readOrder, readStake } from '../../client/app/screens/crash/order.ts';
import { axesFor, niceStep } from '../../client/app/screens/crash/scale.ts';
import type { CrashStateView, OwnBet } from '../../client/sdk/index.ts';
import { instantOf, MAX_CASHOUT_HUNDREDTHS, multiplierAt } from '../../domain/crash/curve.ts';

const bet = (state: OwnBet['state'], game = 7): OwnBet => ({ betId: 'b', game, amountCoins: 100, state });

function facts(change: Partial<ActionFacts>): ActionFacts {
  return {
    spectator: false,
    live: true,
    state: { phase: 'betting', game: 7 },
    ownBet: null,
    pending: null,
    queued: false,
    justEnded: null,
    windowOver: false,
    ...change,
  };
}

describe('the one button', () => {
  test.each<[string, Partial<ActionFacts>, string]>([
    ['betting', {}, 'bet'],
    ['betting, the countdown over', { windowOver: true }, 'betNext'],
    ['betting, bet placed', { ownBet: bet('open') }, 'cancel'],
    ['betting, bet placed, the countdown over', { ownBet: bet('open'), windowOver: true }, 'cancel'],
    ['betting, bet taken back', { ownBet: bet('cancelled') }, 'bet'],
    ['betting, last round’s bet lost', { ownBet: bet('lost', 6) }, 'bet'],
    ['betting, last round’s bet still shown as open', { ownBet: bet('open', 6) }, 'bet'],
    ['betting, queued', { queued: true }, 'queued'],
    ['flying', { state: { phase: 'flying', game: 7 } }, 'betNext'],
    ['flying, bet open', { state: { phase: 'flying', game: 7 }, ownBet: bet('open') }, 'cashout'],
    ['flying, cashed out', { state: { phase: 'flying', game: 7 }, ownBet: bet('cashed') }, 'betNext'],
    ['flying, queued', { state: { phase: 'flying', game: 7 }, queued: true }, 'queued'],
    [
      'flying, cashed out just now',
      { state: { phase: 'flying', game: 7 }, ownBet: bet('cashed'), justEnded: bet('cashed') },
      'ended',
    ],
    [
      'bust, lost just now',
      { state: { phase: 'settled', game: 7 }, ownBet: bet('lost'), justEnded: bet('lost') },
      'ended',
    ],
    [
      'betting, bet placed, another one ended just now',
      { ownBet: bet('open'), justEnded: bet('lost', 6) },
      'cancel',
    ],
    ['bust, lost', { state: { phase: 'settled', game: 7 }, ownBet: bet('lost') }, 'betNext'],
    ['paused, bet open', { state: { phase: 'paused', game: 7 }, ownBet: bet('open') }, 'unavailable'],
    ['connection lost', { live: false }, 'unavailable'],
    ['not joined yet', { state: null }, 'unavailable'],
    ['an answer awaited', { pending: 'bet' }, 'waiting'],
    ['an answer awaited, connection lost', { pending: 'cashout', live: false }, 'waiting'],
    ['watching', { spectator: true }, 'watching'],
  ])('%s', (_, change, action) => {
    expect(mainAction(facts(change)).kind).toBe(action);
  });
});

describe('an order', () => {
  const limits = { minBetCoins: 100, maxBetCoins: 100_000 };

  test.each([
    ['1000', '', { amountCoins: 1_000, autoCashoutHundredths: null }],
    [' 1,000 ', '2', { amountCoins: 1_000, autoCashoutHundredths: 200 }],
    ['100000', '1.15', { amountCoins: 100_000, autoCashoutHundredths: 115 }],
    ['100', '1000000×', { amountCoins: 100, autoCashoutHundredths: MAX_CASHOUT_HUNDREDTHS }],
  ])('%s at %s', (stake, auto, order) => {
    expect(readOrder({ stake, auto }, limits, 100_000)).toEqual({ order, problem: null });
  });

  test.each([
    ['', '', 'stake'],
    ['0', '', 'stake'],
    ['-100', '', 'stake'],
    ['150', '', 'stake'],
    ['100.5', '', 'stake'],
    ['1e3', '', 'stake'],
    ['100100', '', 'stake'],
    ['9'.repeat(30), '', 'stake'],
    ['100', '1', 'auto'],
    ['100', '1.005', 'auto'],
    ['100', '1000000.01', 'auto'],
    ['100', 'two', 'auto'],
    ['50100', '', 'funds'],
  ])('%s at "%s" has a problem: %s', (stake, auto, problem) => {
    expect(readOrder({ stake, auto }, limits, 50_000)).toEqual({ order: null, problem });
  });

  test('reads every hundredth exactly as it was typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 101, max: MAX_CASHOUT_HUNDREDTHS }), (hundredths) => {
        const typed = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
        expect(readAuto(typed)).toBe(hundredths);
      }),
    );
  });

  test('quick buttons never leave what the table takes', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(300_000), (wished, balance) => {
        const stake = fitStake(wished, limits, balance);
        expect(stake % 100).toBe(0);
        expect(stake).toBeGreaterThanOrEqual(limits.minBetCoins);
        expect(stake).toBeLessThanOrEqual(limits.maxBetCoins);
        expect(readStake(String(stake))).toBe(stake);
      }),
    );
  });
});

describe('the stage', () => {
  const flying: CrashStateView = {
    table: 'main',
    phase: 'flying',
    game: 1,
    bettingEndsAtMs: 10_000,
    launchedAtMs: 10_000,
    resumesAtMs: 0,
    bustHundredths: 0,
    hash: '',
    betBookRoot: '',
    bets: 0,
    stakedCoins: 0,
    paidCoins: 0,
    topBets: [],
    cashouts: [],
    lastBusts: [],
  };

  test('shows the multiplier of the server’s instant', () => {
    fc.assert(
      fc.property(fc.nat(200_000), (elapsedMs) => {
        const moment = momentAt(flying, 10_000 + elapsedMs, 6_000);
        expect(moment).toEqual({
          kind: 'flying',
          elapsedMs,
          hundredths: multiplierAt(elapsedMs),
          resumesInMs: 0,
        });
      }),
    );
  });

  test('stands still until the announced resumption, where it will go on', () => {
    const still = { ...flying, resumesAtMs: 15_000 };
    const before = momentAt(still, 11_000, 6_000);
    expect(before).toMatchObject({ elapsedMs: 5_000, resumesInMs: 4_000 });
    expect(momentAt(still, 14_999, 6_000)).toMatchObject({ elapsedMs: 5_000, resumesInMs: 1 });
    expect(momentAt(still, 15_001, 6_000)).toMatchObject({ elapsedMs: 5_001, resumesInMs: 0 });
  });

  test('ends at the bust, however far the drawing had come', () => {
    const settled: CrashStateView = { ...flying, phase: 'settled', bustHundredths: 150 };
    expect(momentAt(settled, 99_999, 6_000)).toEqual({
      kind: 'bust',
      hundredths: 150,
      elapsedMs: instantOf(150),
    });
  });

  test('counts down, and not below zero', () => {
    const betting: CrashStateView = { ...flying, phase: 'betting' };
    expect(momentAt(betting, 7_000, 6_000)).toEqual({ kind: 'betting', leftMs: 3_000, share: 0.5 });
    expect(momentAt(betting, 12_000, 6_000)).toEqual({ kind: 'betting', leftMs: 0, share: 0 });
    expect(momentAt({ ...betting, phase: 'paused' }, 7_000, 6_000)).toEqual({ kind: 'waiting' });
    expect(momentAt(null, 7_000, 6_000)).toEqual({ kind: 'waiting' });
  });

  test('keeps the curve inside its axes, with a handful of marks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: instantOf(MAX_CASHOUT_HUNDREDTHS) }), (elapsedMs) => {
        const multiplier = multiplierAt(elapsedMs) / 100;
        const axes = axesFor(elapsedMs, multiplier);
        expect(axes.spanMs).toBeGreaterThan(elapsedMs);
        expect(axes.top).toBeGreaterThan(multiplier);
        for (const marks of [axes.timeMarksMs, axes.multiplierMarks]) {
          expect(marks.length).toBeGreaterThanOrEqual(1);
          expect(marks.length).toBeLessThanOrEqual(6);
        }
        expect(axes.multiplierMarks.at(-1)).toBeLessThanOrEqual(axes.top + 1e-9);
      }),
    );
  });

  test('has round steps', () => {
    expect([0.2, 0.21, 0.3, 1, 1.1, 2.4, 2.6, 7, 11].map(niceStep)).toEqual([
      0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20,
    ]);
  });
});
