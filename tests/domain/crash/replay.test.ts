import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openBetting } from '../../../domain/crash/betting.ts';
import { bustPointHundredths } from '../../../domain/crash/bustPoint.ts';
import type { CrashCommand } from '../../../domain/crash/commands.ts';
import type { RecordedBet, RoundRecord } from '../../../domain/crash/records.ts';
import type { CrashRound, SettledRound } from '../../../domain/crash/round.ts';
import { step } from '../../../domain/crash/step.ts';
import { RULES } from './script.ts';
import { SEEDS, seedOf } from './seeds.ts';
import { SimulatedTable } from './simulatedTable.ts';

const PLAYERS = 6;
/** Limits that a good part of the rounds reaches. */
const TIGHT_RULES = { ...RULES, maxBetCoins: 3000, maxRoundPayoutCoins: 30_000 };

/** A live round, with stalls: everything that a record can hold but the traces of a dead process. */
function playRound(place: number, course: readonly { act: string; player: number; amount: number }[]) {
  const table = new SimulatedTable(TIGHT_RULES, seedOf(place));
  for (let player = 0; player < PLAYERS; player += 1) {
    table.bet(`player-${player}`, 100 + player * 500, player % 3 === 0 ? 150 + player * 40 : null);
  }
  table.commit(PLAYERS, 0);
  table.pass(RULES.bettingMs);
  for (const { act, player, amount } of course) {
    table.commit(Number.POSITIVE_INFINITY, 0);
    if (table.store.phase === 'settled') break;
    // What is due comes first: after a short hiccup the timer may be late.
    table.pass(0);
    if (act === 'cashout') table.ask('cashout', `player-${player}`);
    if (act === 'pass') table.pass(amount);
    if (act === 'stall') table.stall(amount);
    if (act === 'here' && !table.present.delete(`player-${player}`)) table.present.add(`player-${player}`);
  }
  return { record: table.finish(), log: table.log };
}

const course = fc.array(
  fc.record({
    act: fc.constantFrom('cashout', 'pass', 'pass', 'stall', 'here'),
    player: fc.nat({ max: PLAYERS - 1 }),
    amount: fc.nat({ max: 9000 }),
  }),
  { maxLength: 30 },
);
const place = fc.integer({ min: 1, max: SEEDS });

test('[CR28] the same commands at the same times give the same round and effects', () => {
  fc.assert(
    fc.property(place, course, (game, acts) => {
      const { log } = playRound(game, acts);
      const twice = [1, 2].map(() => {
        const startedAtMs = log[0]!.nowMs;
        let round: CrashRound = openBetting(TIGHT_RULES, 1, startedAtMs, startedAtMs + RULES.bettingMs);
        const steps = log.map(({ command, nowMs }) => {
          const { effects, refusal, round: next } = step(round, command, nowMs);
          round = next;
          return structuredClone({ effects, refusal });
        });
        return { steps, round };
      });
      expect(twice[0]).toEqual(twice[1]);
    }),
  );
});

test('[CR28] [FA10] replaying a record gives the same record', () => {
  fc.assert(
    fc.property(place, course, (game, acts) => {
      const { record } = playRound(game, acts);
      expect(replay(record)).toEqual({
        bustedAtMs: record.bustedAtMs,
        stakedCoins: record.stakedCoins,
        paidCoins: record.paidCoins,
        gaps: record.gaps,
        cashouts: record.bets.map(({ cashout }) => cashout ?? null),
      });
    }),
  );
});

/** Feeds what players and outages did, as the record tells it, into a fresh round. Everything else must follow. */
function replay(record: RoundRecord) {
  const { launchedAtMs } = record;
  let round: CrashRound = openBetting(record.limits, record.game, record.startedAtMs, launchedAtMs);
  const feed = (command: CrashCommand, nowMs: number) => {
    round = step(round, command, nowMs).round;
  };
  for (const bet of record.bets) feed(betCommand(bet), record.startedAtMs);
  feed({ type: 'tick' }, launchedAtMs);
  const bustHundredths = bustPointHundredths(record.hash, record.salt, record.limits.edgePercent);
  const betIds = record.bets.map(({ betId }) => betId);
  feed(
    { type: 'bookClosed', betIds, betBookRoot: record.betBookRoot, launchedAtMs, bustHundredths },
    launchedAtMs,
  );
  for (const { command, nowMs } of happenings(record)) feed(command, nowMs);
  feed({ type: 'tick' }, record.bustedAtMs);
  for (const betId of betIds) feed({ type: 'payoutBooked', betId }, record.bustedAtMs);
  feed({ type: 'settled', hash: record.hash }, record.bustedAtMs);
  const { bets, bustedAtMs, stakedCoins, paidCoins, gaps } = asSettled(round);
  return { bustedAtMs, stakedCoins, paidCoins, gaps, cashouts: [...bets.values()].map((bet) => bet.cashout) };
}

function asSettled(round: CrashRound): SettledRound {
  if (round.phase !== 'settled') throw new Error(`the replay ends in ${round.phase}`);
  return round;
}

interface Happening {
  command: CrashCommand;
  nowMs: number;
  /** Within one millisecond: a resumption, then cash-outs by their sequence, then a stall. */
  order: number;
}

const AFTER_ALL = 1_000_000;

function happenings(record: RoundRecord): Happening[] {
  const byHand = record.bets
    .filter(({ cashout }) => cashout?.reason === 'player')
    .map(({ betId, playerId, cashout }): Happening => {
      const { receivedAtMs, sequence } = cashout!;
      return { command: { type: 'cashout', betId, playerId }, nowMs: receivedAtMs, order: sequence };
    });
  const outages = record.gaps.flatMap(({ fromMs, toMs }, index): Happening[] => {
    const stalled = { type: 'stalled', fromMs, resumesAtMs: toMs } as const;
    const leavers = record.bets.filter(
      ({ cashout }) => cashout?.reason === 'gap' && cashout.receivedAtMs === toMs,
    );
    const isProlonged = record.gaps[index + 1]?.fromMs === toMs && leavers.length === 0;
    const presentPlayerIds = new Set(record.bets.map(({ playerId }) => playerId));
    for (const { playerId } of leavers) presentPlayerIds.delete(playerId);
    const resumed = { command: { type: 'resumed', presentPlayerIds }, nowMs: toMs, order: 0 } as const;
    const happened: Happening = { command: stalled, nowMs: fromMs, order: AFTER_ALL };
    return isProlonged ? [happened] : [happened, resumed];
  });
  return [...byHand, ...outages].sort((a, b) => a.nowMs - b.nowMs || a.order - b.order);
}

function betCommand(bet: RecordedBet): CrashCommand {
  const { betId, playerId, amountCoins, autoCashoutHundredths = null } = bet;
  const who = { playerId, nickname: playerId, bot: false, accountId: 1000 };
  return { type: 'bet', betId, ...who, amountCoins, autoCashoutHundredths };
}
