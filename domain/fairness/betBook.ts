import type { BookEntry } from '../crash/port.ts';
import { type MerkleStep, merkleRoot, merkleTree, rootByProof } from './merkle.ts';
import { utf8ToBytes } from './sha256.ts';

export type { MerkleStep } from './merkle.ts';

/**
 * The bet book: a Merkle tree over a round's bets in the byte order of their ids. Its root is a
 * commitment, before the launch, to who bet what.
 */

/** The text that a bet's leaf hashes. */
export function leafText(entry: BookEntry): string {
  return `${entry.betId}|${entry.playerId}|${entry.amountCoins}|${entry.autoCashoutHundredths ?? ''}`;
}

/** Root of a book in hex; the entries may come in any order. The empty book's is SHA-256 of nothing. */
export function betBookRoot(entries: readonly BookEntry[]): string {
  return merkleRoot(inOrder(entries).map(leafOf));
}

/** Root and, by bet id, every bet's proof. */
export function betBook(entries: readonly BookEntry[]): { root: string; proofs: Map<string, MerkleStep[]> } {
  const ordered = inOrder(entries);
  const { root, proofs } = merkleTree(ordered.map(leafOf));
  return { root, proofs: new Map(ordered.map((entry, index) => [entry.betId, proofs[index]!])) };
}

/** True if `proof` leads from this bet's leaf to `root` (hex). */
export function verifyProof(entry: BookEntry, proof: readonly MerkleStep[], root: string): boolean {
  return rootByProof(leafOf(entry), proof) === root;
}

function leafOf(entry: BookEntry): Uint8Array {
  return utf8ToBytes(leafText(entry));
}

/** Bet ids are lowercase UUIDs, so the order of their characters is the order of their bytes. */
function inOrder(entries: readonly BookEntry[]): BookEntry[] {
  return [...entries].sort((a, b) => (a.betId < b.betId ? -1 : a.betId > b.betId ? 1 : 0));
}
