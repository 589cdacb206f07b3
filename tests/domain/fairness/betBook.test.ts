import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BookEntry } from '../../../domain/crash/port.ts';
import { betBook, betBookRoot, leafText, verifyProof } from '../../../domain/fairness/betBook.ts';
import { merkleRoot, merkleTree, rootByProof } from '../../../domain/fairness/merkle.ts';
import { hexToBytes, sha256Hex, utf8ToBytes } from '../../../domain/fairness/sha256.ts';
import published from '../../fixtures/fairness/merkle.json' with { type: 'json' };

const leaves = published.leaves.map(hexToBytes);

const entry: fc.Arbitrary<BookEntry> = fc.record({
  betId: fc.uuid(),
  playerId: fc.uuid(),
  amountCoins: fc.integer({ min: 1, max: 1000 }).map((hundreds) => hundreds * 100),
  autoCashoutHundredths: fc.option(fc.integer({ min: 101, max: 100_000_000 })),
});
const book = fc.uniqueArray(entry, { maxLength: 40, selector: ({ betId }) => betId });

test.each(published.roots.map((root, size) => ({ size, root })))(
  '[FA7] known root of $size leaves',
  ({ size, root }) => {
    expect(merkleRoot(leaves.slice(0, size))).toBe(root);
    const tree = merkleTree(leaves.slice(0, size));
    expect(tree.root).toBe(root);
    expect(tree.proofs.map((proof, index) => rootByProof(leaves[index]!, proof))).toEqual(
      Array(size).fill(root),
    );
  },
);

test('[FA7] a leaf is the bet in one line, without a target it ends in the bar', () => {
  const bet = { betId: 'b', playerId: 'p', amountCoins: 1200 };
  expect(leafText({ ...bet, autoCashoutHundredths: 250 })).toBe('b|p|1200|250');
  expect(leafText({ ...bet, autoCashoutHundredths: null })).toBe('b|p|1200|');
});

test('[FA7] the empty book is SHA-256 of the empty string', () => {
  expect(betBookRoot([])).toBe(sha256Hex(''));
});

test('[FA7] the root does not depend on the order in which bets are given, but on the byte order of their ids', () => {
  fc.assert(
    fc.property(book, (entries) => {
      const byId = [...entries].sort((a, b) => Buffer.compare(Buffer.from(a.betId), Buffer.from(b.betId)));
      const root = merkleRoot(byId.map((bet) => utf8ToBytes(leafText(bet))));
      expect(betBookRoot(entries)).toBe(root);
      expect(betBookRoot([...entries].reverse())).toBe(root);
      expect(betBook(entries).root).toBe(root);
    }),
  );
});

test('[FA8] every bet has a proof, and it fits neither another bet nor another root', () => {
  fc.assert(
    fc.property(book, (entries) => {
      const { root, proofs } = betBook(entries);
      for (const [index, bet] of entries.entries()) {
        const proof = proofs.get(bet.betId)!;
        expect(verifyProof(bet, proof, root)).toBe(true);
        expect(verifyProof({ ...bet, amountCoins: bet.amountCoins + 100 }, proof, root)).toBe(false);
        expect(verifyProof(bet, proof, sha256Hex(root))).toBe(false);
        const other = entries[(index + 1) % entries.length]!;
        if (other !== bet) expect(verifyProof(other, proof, root)).toBe(false);
      }
    }),
    { numRuns: 50 },
  );
});

test('[FA8] a malformed step proves nothing', () => {
  const bet = { betId: 'b', playerId: 'p', amountCoins: 100, autoCashoutHundredths: null };
  const root = betBookRoot([bet]);
  expect(verifyProof(bet, [], root)).toBe(true);
  expect(verifyProof(bet, [{ side: 'left', hash: 'not a hash' }], root)).toBe(false);
  expect(verifyProof(bet, [{ side: 'up', hash: root } as never], root)).toBe(false);
});
