import { expect, test } from 'vitest';
import type { StoredBet, StoredRound } from '../../../domain/crash/port.ts';
import { recoverRound } from '../../../domain/crash/recovery.ts';
import { RULES } from './script.ts';

const LAUNCHED_AT_MS = 10_000;

function storedRound(phase: StoredRound['phase'], more: Partial<StoredRound> = {}): StoredRound {
  const flying = phase === 'flying';
  return {
    game: 7,
    chainId: 1,
    phase,
    startedAtMs: 4_000,
    bettingEndsAtMs: 10_000,
    launchedAtMs: flying ? LAUNCHED_AT_MS : null,
    betBookRoot: flying ? 'root' : null,
    gaps: [],
    rules: RULES,
    ...more,
  };
}

function storedBet(name: string, sequence: number, more: Partial<StoredBet> = {}): StoredBet {
  return {
    betId: name,
    playerId: `${name}'s owner`,
    nickname: name,
    bot: false,
    accountId: 1000 + sequence,
    table: RULES.table,
    game: 7,
    amountCoins: 1000,
    autoCashoutHundredths: null,
    receivedAtMs: 5_000,
    sequence,
    state: 'open',
    cashout: null,
    cancelled: null,
    ...more,
  };
}

function cashedAt200(receivedAtMs: number, sequence: number): Partial<StoredBet> {
  const cashout = { atHundredths: 200, payoutCoins: 2000, receivedAtMs, sequence, reason: 'player' as const };
  return { state: 'cashed', cashout };
}

test('[CR26] betting goes on with its bets, in a full window', () => {
  const bets = [
    storedBet('alice', 1),
    storedBet('bob', 2, { state: 'cancelled', cancelled: { receivedAtMs: 6_000, sequence: 5 } }),
  ];
  const { round, effects } = recoverRound(
    { round: storedRound('betting'), bets, heartbeatAtMs: 9_000 },
    null,
    50_000,
  );
  expect(effects).toEqual([]);
  expect(round).toMatchObject({
    phase: 'betting',
    game: 7,
    startedAtMs: 4_000,
    bettingEndsAtMs: 50_000 + RULES.bettingMs,
    closing: false,
    stakedCoins: 1000,
    nextSequence: 6,
  });
  expect([...round.betOfPlayer.keys()]).toEqual(["alice's owner"]);
  expect(round.bets.get('bob')!.state).toBe('cancelled');
});

test('[CR26] a flight stands still from the last sign of life until 5 s from now', () => {
  const bets = [storedBet('alice', 1), storedBet('bob', 2, { autoCashoutHundredths: 110 })];
  const snapshot = { round: storedRound('flying'), bets, heartbeatAtMs: 14_000 };
  const { round, effects } = recoverRound(snapshot, 300, 20_000);
  // 1.10 is reached 1,589 ms after the launch: due before the last sign of life, so it is decided again.
  expect(effects).toMatchObject([
    {
      type: 'payOut',
      cashout: { atHundredths: 110, payoutCoins: 1100, receivedAtMs: 11_589, reason: 'auto' },
    },
    { type: 'recordGap', game: 7, gap: { fromMs: 14_000, toMs: 25_000 } },
  ]);
  expect(round).toMatchObject({ phase: 'flying', busted: false, resumesAtMs: 25_000, unbookedPayouts: 1 });
});

test.each([
  { sign: 'the launch', heartbeatAtMs: null, bets: [storedBet('alice', 1)], fromMs: LAUNCHED_AT_MS },
  { sign: 'a heartbeat before it', heartbeatAtMs: 9_500, bets: [], fromMs: LAUNCHED_AT_MS },
  {
    sign: 'a booked cash-out',
    heartbeatAtMs: 21_000,
    bets: [storedBet('alice', 1, cashedAt200(21_600, 3))],
    fromMs: 21_600,
  },
])('[CR26] the last sign of life may be $sign', ({ heartbeatAtMs, bets, fromMs }) => {
  const { effects } = recoverRound({ round: storedRound('flying'), bets, heartbeatAtMs }, 300, 30_000);
  expect(effects).toEqual([{ type: 'recordGap', game: 7, gap: { fromMs, toMs: 35_000 } }]);
});

test('[CR26] if the bust came before it, the round settles, after what was due is paid', () => {
  const round = storedRound('flying');
  const lost = { round, bets: [storedBet('alice', 1)], heartbeatAtMs: 21_553 };
  // 2.00 is reached 11,553 ms after the launch.
  expect(recoverRound(lost, 200, 30_000).effects).toEqual([
    { type: 'settle', game: 7, bustHundredths: 200, bustedAtMs: 21_553 },
  ]);
  const due = { round, bets: [storedBet('alice', 1, { autoCashoutHundredths: 200 })], heartbeatAtMs: 21_553 };
  expect(recoverRound(due, 200, 30_000).effects).toMatchObject([
    { type: 'payOut', cashout: { atHundredths: 200, receivedAtMs: 21_553 } },
  ]);
  const flying = { round, bets: [storedBet('alice', 1)], heartbeatAtMs: 21_552 };
  expect(recoverRound(flying, 200, 30_000).effects).toMatchObject([{ type: 'recordGap' }]);
});

test('[CR26] an announced resumption that nobody saw is put off, not forgotten', () => {
  const gaps = [{ fromMs: 12_000, toMs: 20_000 }];
  const snapshot = {
    round: storedRound('flying', { gaps }),
    bets: [storedBet('alice', 1)],
    heartbeatAtMs: 16_000,
  };
  const late = recoverRound(snapshot, 300, 40_000);
  expect(late.effects).toMatchObject([{ type: 'recordGap', gap: { fromMs: 20_000, toMs: 45_000 } }]);
  expect(late.round).toMatchObject({ resumesAtMs: 45_000 });
  // 5 s from now would be before it: then it stays where it was announced, and needs no second gap.
  const early = recoverRound({ ...snapshot, heartbeatAtMs: 12_500 }, 300, 13_000);
  expect(early.effects).toEqual([]);
  expect(early.round).toMatchObject({ resumesAtMs: 20_000 });
});

test('[CR26] [CR27] where the round’s limit ended some, it ends those whose payout was lost', () => {
  const rules = { ...RULES, maxRoundPayoutCoins: 2000, maxPayoutCoins: 200_000 };
  const end = {
    atHundredths: 285,
    payoutCoins: 1425,
    receivedAtMs: 27_456,
    sequence: 3,
    reason: 'limit' as const,
  };
  const bets = [
    storedBet('alice', 1, { amountCoins: 500, state: 'cashed', cashout: end }),
    storedBet('bob', 2, { amountCoins: 200 }),
  ];
  const snapshot = { round: storedRound('flying', { rules }), bets, heartbeatAtMs: null };
  // By itself bob's limit would now be 2.87, which is above this bust: he would lose by the outage.
  const { effects } = recoverRound(snapshot, 286, 60_000);
  expect(effects).toMatchObject([
    {
      type: 'payOut',
      cashout: { atHundredths: 285, payoutCoins: 570, receivedAtMs: 27_456, reason: 'limit' },
    },
    { type: 'recordGap' },
  ]);
});

test('[CR26] there is nothing to recover from a settled round, or without its bust', () => {
  const none = { round: null, bets: [], heartbeatAtMs: null };
  expect(() => recoverRound(none, null, 0)).toThrow('no open round');
  expect(() => recoverRound({ ...none, round: storedRound('settled') }, null, 0)).toThrow('no open round');
  expect(() => recoverRound({ ...none, round: storedRound('flying') }, null, 0)).toThrow('without a bust');
});
