import { describe, expect, test } from 'vitest';
import { instantOf } from '../../../domain/crash/curve.ts';
import type { RoundRecord } from '../../../domain/crash/records.ts';
import {
  type Verdict,
  type VerifyContext,
  verifyOwnBet,
  verifyRound,
} from '../../../domain/fairness/verify.ts';
import { RULES } from '../crash/script.ts';
import { SEEDS, seedOf } from '../crash/seeds.ts';
import { SimulatedTable } from '../crash/simulatedTable.ts';
import { leaves, NONSENSE } from './tampering.ts';

const LIMITS = { ...RULES, maxBetCoins: 3000, maxPayoutCoins: 6000, maxRoundPayoutCoins: 30_000 };

/** A round with everything in it: targets, limits, cash-outs by hand and by a gap, a cancelled bet, losses. */
function eventfulRound(): { record: RoundRecord; context: VerifyContext } {
  for (let place = 1; place <= SEEDS; place += 1) {
    const seed = seedOf(place);
    const table = new SimulatedTable(LIMITS, seed);
    table.bet('auto', 500, 150);
    table.bet('limit', 3000, 1900);
    table.bet('hand', 1000, null);
    table.bet('absent', 700, null);
    table.bet('loser', 800, null);
    table.bet('dreamer', 100, 5000);
    table.bet('gone', 300, null);
    table.commit(7, 0);
    table.ask('cancel', 'gone');
    table.commit(1, 0);
    table.present.add('hand').add('loser');
    table.pass(RULES.bettingMs);
    table.commit(1, 0);
    table.pass(3000);
    table.stall(2000);
    table.pass(6000);
    table.ask('cashout', 'hand');
    const record = table.finish();
    const ends = record.bets.map(({ cashout }) => cashout?.reason ?? 'lost');
    if (ends.join() !== 'auto,limit,player,gap,lost,lost') continue;
    return {
      record,
      context: { chain: seed.chain, previousHash: null, asked: { table: 'test', game: seed.game } },
    };
  }
  throw new Error('no seed makes such a round');
}

const { record, context } = eventfulRound();

function changed(change: (record: RoundRecord) => void): RoundRecord {
  const copy = structuredClone(record);
  change(copy);
  return copy;
}

function fieldOf(verdict: Verdict): string {
  return verdict.valid ? 'valid' : verdict.field;
}

test('[FA10] an eventful round verifies, and every step is told', () => {
  const verdict = verifyRound(record, context);
  expect(verdict).toMatchObject({ valid: true });
  expect(verdict.steps.map(({ name }) => name)).toEqual([
    'form',
    'chain',
    'salt',
    'bust',
    'book',
    'times',
    'rules',
    'cashouts',
    'totals',
  ]);
  const previousHash = seedOf(record.game - context.chain.firstGame).hash;
  expect(verifyRound(record, { ...context, previousHash })).toMatchObject({ valid: true });
  expect(fieldOf(verifyRound(record, { ...context, previousHash: record.hash }))).toBe('hash');
});

/** A value of the same form that is another one. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value === 'left') return 'right';
  if (value === 'right') return 'left';
  if (value === 'auto' || value === 'limit') return 'player';
  if (value === 'player' || value === 'gap') return 'auto';
  const text = String(value);
  return text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
}

/** The fields that only another value than "one more" makes wrong: bounds that hold a little further out. */
const FURTHER: Record<string, unknown> = {
  startedAtMs: record.launchedAtMs,
  'limits.minBetCoins': 200,
  'limits.maxBetCoins': 2900,
  'limits.maxPayoutCoins': 5900,
  'limits.maxRoundPayoutCoins': 12_000,
  'limits.bettingMs': RULES.bettingMs + 1,
  'limits.pauseMs': -1,
  'cancelled[0].betId': record.bets[0]!.betId,
  'cancelled[0].playerId': 'with|bar',
  'cancelled[0].receivedAtMs': record.launchedAtMs + 1,
  'cancelled[0].sequence': record.bets[0]!.cashout!.sequence,
  // The last of the sequence may leave a hole; the receive time may be another one of the same hundredth.
  'bets[1].cashout.sequence': record.bets[0]!.cashout!.sequence,
  'bets[2].cashout.receivedAtMs': record.bets[2]!.cashout!.receivedAtMs + 200,
};

/** Where another field than the changed one stops to follow: the first that is computed from it. */
const NAMED: Record<string, RegExp> = {
  salt: /^salt$/,
  launchedAtMs: /^(launchedAtMs|gaps\[0\]\.fromMs|bustedAtMs)$/,
  startedAtMs: /^launchedAtMs$/,
  'limits.bettingMs': /^launchedAtMs$/,
  'gaps[].fromMs': /^(gaps|bustedAtMs)/,
  'gaps[].toMs': /^(gaps|bustedAtMs)/,
  'limits.minBetCoins': /^bets\[\d\]\.amountCoins$/,
  'limits.maxBetCoins': /^bets\[\d\]\.amountCoins$/,
  'limits.maxPayoutCoins': /^bets\[\d\]\.cashout\.atHundredths$/,
  'limits.maxRoundPayoutCoins': /^limits\.maxRoundPayoutCoins$/,
  'bets[].betId': /^bets\[\d\]/,
  'bets[].playerId': /^bets\[\d\]/,
  'bets[].amountCoins': /^bets\[\d\]/,
  'bets[].autoCashoutHundredths': /^bets\[\d\]/,
  'bets[].proof[].side': /^bets\[\d\]\.proof$/,
  'bets[].proof[].hash': /^bets\[\d\]\.proof$/,
  'bets[].cashout.atHundredths': /^bets\[\d\]\.cashout\.(payoutCoins|atHundredths)$/,
  'bets[].cashout.reason': /^bets\[\d\]\.cashout\.(reason|atHundredths|receivedAtMs)$/,
  'bets[].cashout.receivedAtMs': /^bets\[\d\]\.cashout\.(receivedAtMs|atHundredths)$/,
  'bets[].cashout.sequence': /^bets\[\d\]\.cashout\.sequence$/,
  'cancelled[].sequence': /sequence$/,
  voided: /^voidReason$/,
};

describe('[FA11] a changed field is found and named', () => {
  test.each(leaves(record).map((leaf) => ({ leaf, path: leaf.path })))('$path', ({ leaf, path }) => {
    const copy = changed((next) => leaf.set(next, FURTHER[path] ?? other(leaf.get())));
    const expected =
      NAMED[path.replace(/\[\d+\]/g, '[]')] ?? new RegExp(`^${path.replace(/[[\]]/g, '\\$&')}$`);
    expect(fieldOf(verifyRound(copy, context))).toMatch(expected);
  });

  test.each(leaves(record).map((leaf) => ({ leaf, path: leaf.path })))(
    '$path of no form',
    ({ leaf, path }) => {
      for (const nonsense of NONSENSE) {
        const copy = changed((next) => leaf.set(next, nonsense));
        expect(fieldOf(verifyRound(copy, context))).toBe(path);
      }
    },
  );

  test('whatever is missing, or there too much', () => {
    const cases: [(record: RoundRecord) => void, RegExp][] = [
      [(next) => void next.bets.pop(), /^bets/],
      [(next) => void next.bets.push(structuredClone(next.bets[0]!)), /^bets\[6\]\.betId$/],
      [
        (next) => void next.bets.push({ ...structuredClone(next.bets[0]!), betId: 'x' }),
        /^bets\[6\]\.playerId$/,
      ],
      [(next) => void next.gaps.pop(), /^bustedAtMs$/],
      [
        (next) => void next.gaps.push({ fromMs: next.bustedAtMs, toMs: next.bustedAtMs + 1 }),
        /^gaps\[1\]\.fromMs$/,
      ],
      [(next) => void next.gaps.push(structuredClone(next.gaps[0]!)), /^gaps\[1\]\.fromMs$/],
      [(next) => void delete next.bets[0]!.cashout, /^bets\[0\]\.cashout$/],
      [(next) => void delete next.bets[1]!.cashout, /^bets\[1\]\.cashout$/],
      [(next) => void delete next.bets[2]!.cashout, /^paidCoins$/],
      [(next) => void Object.assign(next.bets[4]!, { cashout: next.bets[2]!.cashout }), /\.cashout\./],
      [(next) => void Object.assign(next, { voidReason: 'because' }), /^voidReason$/],
      [(next) => void Object.assign(next.bets[0]!, { bot: 'yes' }), /^bets\[0\]\.bot$/],
    ];
    for (const [change, field] of cases)
      expect(fieldOf(verifyRound(changed(change), context))).toMatch(field);
  });

  test('another game’s valid record does not stand in', () => {
    const asked = { table: 'test', game: record.game + 1 };
    expect(fieldOf(verifyRound(record, { ...context, asked }))).toBe('game');
    expect(fieldOf(verifyRound(record, { ...context, asked: { ...asked, table: 'high' } }))).toBe('table');
  });

  test('what is not a record at all', () => {
    for (const nonsense of [null, 7, 'record', []]) {
      expect(fieldOf(verifyRound(nonsense as never, context))).toBe('record');
    }
    expect(fieldOf(verifyRound({} as never, context))).toBe('table');
  });
});

/** 700 coins open against 2,000: everybody ends at 2.85, by the round's limit. */
function limitedRound(): { limited: RoundRecord; held: VerifyContext } {
  for (let place = 1; place <= SEEDS; place += 1) {
    const seed = seedOf(place);
    const table = new SimulatedTable({ ...LIMITS, maxRoundPayoutCoins: 2000 }, seed);
    table.bet('alice', 500, null);
    table.bet('bob', 200, null);
    const limited = table.finish();
    if (limited.bustHundredths > 300) return { limited, held: { chain: seed.chain, previousHash: null } };
  }
  throw new Error('no seed flies so high');
}

test('[FA10] [FA11] the round’s limit is replayed: it ends everybody, at one multiplier', () => {
  const { limited, held } = limitedRound();
  expect(limited.bets.map(({ cashout }) => [cashout?.atHundredths, cashout?.reason])).toEqual([
    [285, 'limit'],
    [285, 'limit'],
  ]);
  expect(fieldOf(verifyRound(limited, held))).toBe('valid');
  const forge = (change: (record: RoundRecord) => void) => {
    const forged = structuredClone(limited);
    change(forged);
    return fieldOf(verifyRound(forged, held));
  };
  const bob = (record: RoundRecord) => record.bets[1]!.cashout!;
  expect(forge((next) => void Object.assign(bob(next), { reason: 'player' }))).toBe('bets[1].cashout.reason');
  expect(forge((next) => void Object.assign(next.bets[0]!.cashout!, { reason: 'player' }))).toBe(
    'bets[0].cashout.reason',
  );
  expect(forge((next) => void delete next.bets[1]!.cashout)).toBe('bets[1].cashout');
  const beyond = {
    atHundredths: 286,
    payoutCoins: 1430,
    receivedAtMs: limited.launchedAtMs + instantOf(286),
  };
  expect(forge((next) => void Object.assign(next.bets[0]!.cashout!, beyond, { reason: 'player' }))).toBe(
    'bets[0].cashout.atHundredths',
  );
  const early = { atHundredths: 200, payoutCoins: 400, receivedAtMs: limited.launchedAtMs + instantOf(200) };
  expect(forge((next) => void Object.assign(bob(next), early, { reason: 'player' }))).toBe(
    'bets[1].cashout.reason',
  );
  // Found anew after alice, bob's limit would be 2.87.
  const risen = { atHundredths: 287, payoutCoins: 574, receivedAtMs: limited.launchedAtMs + instantOf(287) };
  expect(forge((next) => void Object.assign(bob(next), risen))).toBe('bets[1].cashout.atHundredths');
});

test('[FA5] the salt of a chain’s own follows from its first game’s book', () => {
  const table = new SimulatedTable(LIMITS, seedOf(1));
  table.bet('alice', 500, 150);
  const first = table.finish();
  const seed = seedOf(1);
  const chain = { ...seed.chain, saltSource: 'first-bet-book' };
  expect(fieldOf(verifyRound(first, { chain: seed.chain, previousHash: null }))).toBe('valid');
  expect(fieldOf(verifyRound(first, { chain, previousHash: null }))).toBe('salt');
});

test('[FA11] a cash-out at the very bust is too late', () => {
  const { bustHundredths, bustedAtMs } = record;
  const sequence = 1 + Math.max(...record.bets.map(({ cashout }) => cashout?.sequence ?? 0));
  const forged = changed(({ bets }) => {
    const payoutCoins = (bets[4]!.amountCoins / 100) * bustHundredths;
    const end = { atHundredths: bustHundredths, payoutCoins, receivedAtMs: bustedAtMs, sequence };
    bets[4]!.cashout = { ...end, reason: 'player' };
  });
  expect(fieldOf(verifyRound(forged, context))).toBe('bets[4].cashout.receivedAtMs');
});

test('[FA12] one bet alone: in the book, and its end by curve and bust', () => {
  for (const { betId, proof } of record.bets) {
    const verdict = verifyOwnBet(record, betId);
    expect(verdict).toMatchObject({ valid: true });
    expect(verdict.steps.at(1)!.facts).toMatchObject({ proofSteps: proof.length });
  }
  expect(fieldOf(verifyOwnBet(record, 'unknown'))).toBe('bets');
  const { betId } = record.bets[0]!;
  const forged = (change: (record: RoundRecord) => void) => fieldOf(verifyOwnBet(changed(change), betId));
  expect(forged(({ bets }) => void Object.assign(bets[0]!, { amountCoins: 600 }))).toBe('bets[0].proof');
  expect(forged(({ bets }) => void Object.assign(bets[0]!.cashout!, { payoutCoins: 751 }))).toBe(
    'bets[0].cashout.payoutCoins',
  );
  expect(forged((next) => void delete next.bets[0]!.cashout)).toBe('bets[0].cashout');
  expect(forged((next) => void Object.assign(next, { bustHundredths: 149 }))).toBe(
    'bets[0].cashout.atHundredths',
  );
});
