import type { BookEntry } from '../crash/port.ts';
import { bytesToHex, hexToBytes, isSha256Hex, sha256Bytes, utf8ToBytes } from './sha256.ts';

/**
 * The bet book: a Merkle tree by RFC 6962, section 2.1 (0x00 before a leaf, 0x01 before a node, an odd
 * node promoted), over a round's bets in the byte order of their ids. Its root is a commitment to who
 * bet what before the launch.
 */

/** One step from a leaf towards the root: the sibling's hash (hex), and the side it stands on. */
export interface MerkleStep {
  side: 'left' | 'right';
  hash: string;
}

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** The text that a bet's leaf hashes. */
export function leafText(entry: BookEntry): string {
  return `${entry.betId}|${entry.playerId}|${entry.amountCoins}|${entry.autoCashoutHundredths ?? ''}`;
}

/** Root of a book in hex; the entries may come in any order. The empty book's is SHA-256 of nothing. */
export function betBookRoot(entries: readonly BookEntry[]): string {
  return rootOf(levels(entries));
}

/** Root and, by bet id, every bet's proof: O(n log n) steps over O(n) hashes. */
export function betBook(entries: readonly BookEntry[]): { root: string; proofs: Map<string, MerkleStep[]> } {
  const tree = levels(entries);
  const hex = tree.map((level) => level.map(bytesToHex));
  const proofs = new Map<string, MerkleStep[]>();
  inOrder(entries).forEach((entry, leaf) => {
    const proof: MerkleStep[] = [];
    let index = leaf;
    for (const level of hex) {
      const hash = level[index ^ 1];
      if (hash !== undefined) proof.push({ side: index % 2 === 0 ? 'right' : 'left', hash });
      index >>= 1;
    }
    proofs.set(entry.betId, proof);
  });
  return { root: rootOf(tree), proofs };
}

/** True if `proof` leads from this bet's leaf to `root` (hex). Any malformed step is just false. */
export function verifyProof(entry: BookEntry, proof: readonly MerkleStep[], root: string): boolean {
  let hash = leafHash(entry);
  for (const step of proof) {
    if (!isSha256Hex(step.hash) || (step.side !== 'left' && step.side !== 'right')) return false;
    const sibling = hexToBytes(step.hash);
    hash = step.side === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  }
  return bytesToHex(hash) === root;
}

/** Bet ids are lowercase UUIDs, so the order of their characters is the order of their bytes. */
function inOrder(entries: readonly BookEntry[]): BookEntry[] {
  return [...entries].sort((a, b) => (a.betId < b.betId ? -1 : a.betId > b.betId ? 1 : 0));
}

/** The tree from its leaves up to the single root; a level without a partner is carried up as it is. */
function levels(entries: readonly BookEntry[]): Uint8Array[][] {
  let level = inOrder(entries).map(leafHash);
  const tree = [level];
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const right = level[index + 1];
      above.push(right === undefined ? level[index]! : nodeHash(level[index]!, right));
    }
    tree.push(above);
    level = above;
  }
  return tree;
}

function rootOf(tree: readonly Uint8Array[][]): string {
  return bytesToHex(tree.at(-1)?.[0] ?? sha256Bytes(new Uint8Array(0)));
}

function leafHash(entry: BookEntry): Uint8Array {
  const text = utf8ToBytes(leafText(entry));
  const bytes = new Uint8Array(1 + text.length);
  bytes[0] = LEAF_PREFIX;
  bytes.set(text, 1);
  return sha256Bytes(bytes);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = NODE_PREFIX;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return sha256Bytes(bytes);
}
