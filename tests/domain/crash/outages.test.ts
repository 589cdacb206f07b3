import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoundRecord } from '../../../domain/crash/records.ts';
import { RESUME_AFTER_MS } from '../../../domain/crash/recovery.ts';
import type { Gap } from '../../../domain/crash/round.ts';
import type { TableRules } from '../../../domain/crash/tables.data.ts';
import { verifyRound } from '../../../domain/fairness/verify.ts';
import { RULES } from './script.ts';
import { SEEDS, seedOf } from './seeds.ts';
import { SimulatedTable } from './simulatedTable.ts';

const player = fc.integer({ min: 0, max: 5 }).map((index) => `player-${index}`);
const stake = fc.integer({ min: 1, max: 30 }).map((hundreds) => hundreds * 100);
const target = fc.option(fc.oneof(fc.integer({ min: 101, max: 400 }), fc.integer({ min: 101, max: 50_000 })));
const pick = fc.nat({ max: 20 });

type Act = (table: SimulatedTable) => void;

const bets: fc.Arbitrary<Act> = fc.tuple(player, stake, target).map(
  ([who, amountCoins, auto]) =>
    (table) =>
      table.bet(who, amountCoins, auto),
);
const asks: fc.Arbitrary<Act> = fc.tuple(fc.constantFrom('cancel' as const, 'cashout' as const), player).map(
  ([type, who]) =>
    (table) =>
      void table.ask(type, who),
);
const serves: fc.Arbitrary<Act> = fc
  .tuple(fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 9000 })), fc.boolean())
  .map(([ms, beats]) => (table) => {
    table.pass(ms);
    if (beats) table.heartbeat();
  });
const commits: fc.Arbitrary<Act> = fc.tuple(fc.integer({ min: 1, max: 8 }), pick).map(
  ([count, at]) =>
    (table) =>
      table.commit(count, at),
);
const presence: fc.Arbitrary<Act> = player.map((who) => (table) => {
  if (!table.present.delete(who)) table.present.add(who);
});
const stalls: fc.Arbitrary<Act> = fc.nat({ max: 12_000 }).map((ms) => (table) => table.stall(ms));
const deaths: fc.Arbitrary<Act> = fc.tuple(fc.nat({ max: 20_000 }), fc.nat({ max: 4 }), pick).map(
  ([downMs, unseen, at]) =>
    (table) =>
      table.kill(downMs, unseen, at),
);

const rules: fc.Arbitrary<TableRules> = fc
  .record({
    maxPayoutCoins: fc.integer({ min: 3100, max: 60_000 }),
    maxRoundPayoutCoins: fc.integer({ min: 6000, max: 60_000 }),
  })
  .map((limits) => ({ ...RULES, maxBetCoins: 3000, ...limits }));

const opening = fc.array(fc.oneof({ weight: 4, arbitrary: bets }, commits, asks), {
  minLength: 1,
  maxLength: 15,
});
const course = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: bets },
    { weight: 6, arbitrary: serves },
    { weight: 4, arbitrary: commits },
    { weight: 4, arbitrary: asks },
    { weight: 2, arbitrary: presence },
    { weight: 2, arbitrary: stalls },
    { weight: 2, arbitrary: deaths },
  ),
  { maxLength: 60 },
);
const place = fc.integer({ min: 1, max: SEEDS });

/** What no outage may change, looked at from outside of `step`. */
function expectNobodyGained(table: SimulatedTable, record: RoundRecord): void {
  for (const [betId, cashout] of table.acknowledged) {
    expect(record.bets.find((bet) => bet.betId === betId)?.cashout).toEqual(cashout);
  }
  const known = new Set([...record.bets, ...record.cancelled].map(({ betId }) => betId));
  for (const betId of table.held) expect(known).toContain(betId);
  expect(record.paidCoins).toBeLessThanOrEqual(record.limits.maxRoundPayoutCoins);
  // The curve never flew while nobody could cash out.
  for (const { fromMs, toMs } of table.unserved) {
    const from = Math.max(fromMs, record.launchedAtMs);
    const to = Math.min(toMs, record.bustedAtMs);
    expect(flownWithin(record.gaps, from, to)).toBe(0);
  }
}

function flownWithin(gaps: readonly Gap[], fromMs: number, toMs: number): number {
  const stood = gaps.reduce(
    (sum, gap) => sum + Math.max(0, Math.min(gap.toMs, toMs) - Math.max(gap.fromMs, fromMs)),
    0,
  );
  return Math.max(0, toMs - fromMs) - stood;
}

test('[CR27] [FA10] no pattern of stalls, deaths and lost payouts gives anybody more than the rules', () => {
  fc.assert(
    fc.property(rules, place, opening, course, (limits, game, first, then) => {
      const seed = seedOf(game);
      const table = new SimulatedTable(limits, seed);
      for (const act of [...first, ...then]) if (table.store.phase !== 'settled') act(table);
      const record = table.finish();
      const asked = { table: limits.table, game: seed.game };
      const verdict = verifyRound(record, { chain: seed.chain, previousHash: null, asked });
      expect(verdict).toMatchObject({ valid: true });
      expectNobodyGained(table, record);
    }),
    { numRuns: 1500 },
  );
});

/** A cash-out, or a resumption, whose payouts never reach the ledger, although heartbeats do for a while. */
test('[CR30] no death ends a flight over a cash-out that stood, or over a launch that nobody saw', () => {
  const ms = fc.integer({ min: 1, max: 30_000 });
  const scene = fc.record({
    game: place,
    seen: fc.boolean(),
    flownMs: ms,
    gap: fc.boolean(),
    unheardMs: ms,
    downMs: ms,
  });
  fc.assert(
    fc.property(scene, ({ game, seen, flownMs, gap, unheardMs, downMs }) => {
      const seed = seedOf(game);
      const table = new SimulatedTable({ ...RULES, maxBetCoins: 3000 }, seed);
      for (const who of ['alice', 'bob']) table.bet(who, 100, null);
      table.commit(2, 0);
      table.pass(RULES.bettingMs);
      if (seen) table.commit(1, 0);
      else {
        // The launch commits, and its owner beats on without having heard of it.
        table.commitUnseen(1, 0);
        table.pass(unheardMs);
        table.heartbeat();
        table.kill(downMs, 0, 0);
      }
      table.pass(flownMs);
      table.heartbeat();
      if (gap && table.store.phase !== 'settled') {
        table.kill(downMs, 0, 0);
        table.commit(1, 0);
        table.pass(RESUME_AFTER_MS);
      } else {
        table.ask('cashout', 'alice');
      }
      table.pass(unheardMs);
      table.heartbeat();
      if (table.store.phase !== 'settled') table.kill(downMs, 0, 0);
      const record = table.finish();
      const asked = { table: RULES.table, game: seed.game };
      expect(verifyRound(record, { chain: seed.chain, previousHash: null, asked })).toMatchObject({
        valid: true,
      });
      expectNobodyGained(table, record);
    }),
    { numRuns: 500 },
  );
});
