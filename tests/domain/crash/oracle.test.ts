import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openBetting } from '../../../domain/crash/betting.ts';
import type { CrashCommand } from '../../../domain/crash/commands.ts';
import type { CrashRound } from '../../../domain/crash/round.ts';
import { step } from '../../../domain/crash/step.ts';
import { type End, type OracleBet, playSlowly, type Wish } from './oracle.ts';
import { RULES } from './script.ts';

const LAUNCHED_AT_MS = 7_000;
const PLAYERS = 6;

const limits = fc.record({
  maxPayoutCoins: fc.integer({ min: 3100, max: 40_000 }),
  maxRoundPayoutCoins: fc.integer({ min: 6000, max: 60_000 }),
});
const bet = fc.record({
  amountCoins: fc.integer({ min: 1, max: 30 }).map((hundreds) => hundreds * 100),
  autoCashoutHundredths: fc.option(fc.integer({ min: 101, max: 1500 })),
});
/** Wishes of anybody at any time, also for bets that are gone, and after the bust. */
const wish = fc.record({ player: fc.nat({ max: PLAYERS - 1 }), elapsedMs: fc.nat({ max: 50_000 }) });
const tickAt = fc.nat({ max: 50_000 });

test('[CR11] [CR12] [CR13] [CR14] [CR15] [CR16] no sequence of commands pays other than the rules played slowly', () => {
  fc.assert(
    fc.property(
      limits,
      fc.array(bet, { maxLength: PLAYERS }),
      fc.integer({ min: 100, max: 1600 }),
      fc.array(wish, { maxLength: 20 }),
      fc.array(tickAt, { maxLength: 5 }),
      (bounds, asked, bustHundredths, wished, ticks) => {
        const rules = { ...RULES, maxBetCoins: 3000, ...bounds };
        const { round, bets } = takeBets(openBetting(rules, 1, 0, rules.bettingMs), asked);
        const wishes = wished
          .map(({ player, elapsedMs }): Wish => ({ betId: `bet-${player}`, elapsedMs }))
          .sort((a, b) => a.elapsedMs - b.elapsedMs);
        expect(fly(round, bets, bustHundredths, wishes, ticks)).toEqual(
          playSlowly(rules, bets, bustHundredths, wishes),
        );
      },
    ),
    { numRuns: 400 },
  );
});

/** Bets that the exposure refuses are not part of the round. */
function takeBets(round: CrashRound, asked: readonly Omit<OracleBet, 'betId'>[]) {
  const bets: OracleBet[] = [];
  for (const [index, terms] of asked.entries()) {
    const betId = `bet-${index}`;
    const who = { playerId: `player-${index}`, nickname: '', bot: false, accountId: 1000 + index };
    const { refusal } = step(round, { type: 'bet', betId, ...who, ...terms }, index);
    if (refusal === null) bets.push({ betId, ...terms });
    else expect(refusal.code).toBe('limit_exceeded');
  }
  return { round, bets };
}

function fly(
  betting: CrashRound,
  bets: readonly OracleBet[],
  bustHundredths: number,
  wishes: readonly Wish[],
  ticks: readonly number[],
): Map<string, End> {
  let round = step(betting, { type: 'tick' }, RULES.bettingMs).round;
  const betIds = bets.map(({ betId }) => betId);
  const launch = {
    type: 'bookClosed',
    betIds,
    betBookRoot: '',
    launchedAtMs: LAUNCHED_AT_MS,
    bustHundredths,
  } as const;
  round = step(round, launch, LAUNCHED_AT_MS).round;
  const commands: { command: CrashCommand; elapsedMs: number }[] = [
    ...wishes.map(({ betId, elapsedMs }) => {
      const playerId = betId.replace('bet', 'player');
      return { command: { type: 'cashout', betId, playerId } as const, elapsedMs };
    }),
    ...ticks.map((elapsedMs) => ({ command: { type: 'tick' } as const, elapsedMs })),
    { command: { type: 'tick' }, elapsedMs: 100_000 },
  ];
  for (const { command, elapsedMs } of commands.sort((a, b) => a.elapsedMs - b.elapsedMs)) {
    round = step(round, command, LAUNCHED_AT_MS + elapsedMs).round;
  }
  const ends = [...round.bets.values()].flatMap(({ betId, cashout }): [string, End][] => {
    if (cashout === null) return [];
    const { atHundredths, payoutCoins, receivedAtMs, reason } = cashout;
    expect(reason).not.toBe('gap');
    const elapsedMs = receivedAtMs - LAUNCHED_AT_MS;
    return [[betId, { atHundredths, payoutCoins, elapsedMs, reason: reason as End['reason'] }]];
  });
  return new Map(ends);
}
