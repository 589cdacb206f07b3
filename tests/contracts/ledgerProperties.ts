import fc from 'fast-check';
import { expect } from 'vitest';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import type { Result } from '../../domain/result.ts';
import { type LedgerWorld, uuidOf } from './ledgerWorld.ts';

const HOUSE = SYSTEM_ACCOUNTS['house.crash.coins'];
const PLAYERS = 4;

/** One posting: some have the same key, some of those another body; some several legs; in all directions. */
const operation = fc.record({
  writer: fc.nat({ max: 1 }),
  key: fc.nat({ max: 25 }),
  legs: fc.array(
    fc.record({ from: fc.nat({ max: PLAYERS }), to: fc.nat({ max: PLAYERS }), amount: fc.nat({ max: 120 }) }),
    { minLength: 1, maxLength: 3 },
  ),
  body: fc.nat({ max: 3 }).map((n) => BigInt(n === 3 ? 1 : 0)),
});

/**
 * Random postings of two writers at the same time, over the same few accounts and keys. Afterwards no coin
 * is made or lost, no player is below zero, every acknowledged posting is written exactly once, a key is
 * bound once, and each balance is the sum of its transfers.
 */
export async function conservation(world: LedgerWorld): Promise<void> {
  const writers = [world.ledger, await world.secondWriter()];
  const players = await Promise.all(Array.from({ length: PLAYERS }, () => world.player()));
  const accounts = [HOUSE, ...players.map(({ coins }) => coins)];
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 80 }), async (operations) => {
      run++;
      const items = operations.map(
        ({ key, legs, body }): LedgerItem => ({
          key: uuidOf(`property ${run} ${accounts[1]} ${key}`),
          fingerprint: body,
          kind: 'grant.admin',
          legs: legs.map(({ from, to, amount }) => ({
            debitAccountId: accounts[from]!,
            creditAccountId: accounts[to]!,
            amount,
          })) as unknown as LedgerItem['legs'],
          answerAccountId: accounts[legs[0]!.from]!,
          ref: null,
          claim: null,
          row: null,
        }),
      );
      const totalBefore = await world.total('coins');
      const results = await Promise.all(items.map((item, n) => writers[operations[n]!.writer]!.post(item)));

      expect(await world.total('coins')).toBe(totalBefore);
      const transfers = await world.transfers();
      for (const account of accounts) {
        const sum = transfers.reduce(
          (total, { debitAccountId, creditAccountId, amount }) =>
            total + (creditAccountId === account ? amount : 0) - (debitAccountId === account ? amount : 0),
          0,
        );
        const balance = await world.balance(account);
        expect(balance).toBe(sum);
        if (account !== HOUSE) expect(balance).toBeGreaterThanOrEqual(0);
      }
      expectEachOnce(items, results, transfers);
    }),
    { numRuns: 40 },
  );
}

function expectEachOnce(
  items: LedgerItem[],
  results: Result<Posting>[],
  transfers: Awaited<ReturnType<LedgerWorld['transfers']>>,
): void {
  for (const key of new Set(items.map((item) => item.key))) {
    const mine = items.flatMap((item, n) => (item.key === key ? [{ item, result: results[n]! }] : []));
    const written = transfers.filter((transfer) => transfer.key === key).map(({ key: _, ...leg }) => leg);
    const firsts = mine.filter(({ result }) => result.ok && !result.value.repeated);
    const accepted = mine.filter(({ result }) => result.ok);
    expect(firsts).toHaveLength(accepted.length > 0 ? 1 : 0);
    expect(written).toEqual(firsts[0]?.item.legs ?? []);
    for (const { item } of accepted) expect(item.legs).toEqual(written);
  }
}
