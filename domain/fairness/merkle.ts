import { bytesToHex, hexToBytes, isSha256Hex, sha256Bytes } from './sha256.ts';

/**
 * Merkle tree hashes by RFC 6962, section 2.1: 0x00 before a leaf, 0x01 before a node. Built from the
 * leaves up, a node without a partner is carried to the next level as it is.
 */

/** One step from a leaf towards the root: the sibling's hash (hex), and the side it stands on. */
export interface MerkleStep {
  side: 'left' | 'right';
  hash: string;
}

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** Root in hex; that of no leaves is SHA-256 of nothing. */
export function merkleRoot(leaves: readonly Uint8Array[]): string {
  return rootOf(levels(leaves));
}

/** The root, and each leaf's proof in the order of the leaves: O(n) hashes, O(n log n) steps. */
export function merkleTree(leaves: readonly Uint8Array[]): { root: string; proofs: MerkleStep[][] } {
  const tree = levels(leaves);
  const hex = tree.map((level) => level.map(bytesToHex));
  const proofs = leaves.map((_, leaf) => {
    const proof: MerkleStep[] = [];
    let index = leaf;
    for (const level of hex) {
      const hash = level[index ^ 1];
      if (hash !== undefined) proof.push({ side: index % 2 === 0 ? 'right' : 'left', hash });
      index >>= 1;
    }
    return proof;
  });
  return { root: rootOf(tree), proofs };
}

/** The root (hex) that a proof leads to from this leaf, or null when a step is malformed. */
export function rootByProof(leaf: Uint8Array, proof: readonly MerkleStep[]): string | null {
  let hash = prefixed(LEAF_PREFIX, leaf);
  for (const step of proof) {
    if (!isSha256Hex(step.hash) || (step.side !== 'left' && step.side !== 'right')) return null;
    const sibling = hexToBytes(step.hash);
    hash = step.side === 'left' ? prefixed(NODE_PREFIX, sibling, hash) : prefixed(NODE_PREFIX, hash, sibling);
  }
  return bytesToHex(hash);
}

function levels(leaves: readonly Uint8Array[]): Uint8Array[][] {
  let level = leaves.map((leaf) => prefixed(LEAF_PREFIX, leaf));
  const tree = [level];
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const right = level[index + 1];
      above.push(right === undefined ? level[index]! : prefixed(NODE_PREFIX, level[index]!, right));
    }
    tree.push(above);
    level = above;
  }
  return tree;
}

function rootOf(tree: readonly Uint8Array[][]): string {
  return bytesToHex(tree.at(-1)?.[0] ?? sha256Bytes(new Uint8Array(0)));
}

function prefixed(prefix: number, first: Uint8Array, second: Uint8Array = new Uint8Array(0)): Uint8Array {
  const bytes = new Uint8Array(1 + first.length + second.length);
  bytes[0] = prefix;
  bytes.set(first, 1);
  bytes.set(second, 1 + first.length);
  return sha256Bytes(bytes);
}
