import { assert } from '../assert.ts';
import { isSha256Hex, type Sha256Hex, sha256Hex } from './sha256.ts';

/**
 * A table's seed chain (FAIRNESS F1): games 1 to `length` are played in this order, and the hash of a
 * game is the SHA-256 of the *hex text* of the next game's. The last game's hash is the one secret that
 * all others follow from; `hash 0`, the terminator, is published before game 1.
 * Games are counted within the chain here: the table's game `firstGame` is game 1.
 */

export const DEFAULT_CHAIN_LENGTH = 1_000_000;

/** A checkpoint for so many games: what is stored of a chain, and the longest walk to a game's hash. */
export const GAMES_PER_CHECKPOINT = 1_000;

/** `saltSource` of a chain whose salt comes from its own first bet book (`crashSalt`). */
export const SALT_SOURCE_BET_BOOK = 'first-bet-book';

export interface GeneratedChain {
  terminator: string;
  /** Secret. Checkpoint `i` is the hash of game `(i + 1) * GAMES_PER_CHECKPOINT`, or of the last game. */
  checkpoints: string[];
}

/**
 * Computes a chain from its last secret. Yields the number of games still to do after every 1,000, so
 * that the caller can let others run; a million take seconds.
 * @param lastHash 32 random bytes in lowercase hex
 * @param sha256 any SHA-256 of UTF-8 text to hex: a native one is several times faster
 */
export function* generateChain(
  lastHash: string,
  length: number,
  sha256: Sha256Hex = sha256Hex,
): Generator<number, GeneratedChain, void> {
  assert(isSha256Hex(lastHash), 'the last secret is 64 lowercase hex characters');
  assert(Number.isSafeInteger(length) && length > 0, 'a chain has at least one game');
  const checkpoints: string[] = new Array(checkpointOf(length) + 1);
  let hash = lastHash;
  for (let game = length; game >= 1; game -= 1) {
    if (game === length || game % GAMES_PER_CHECKPOINT === 0) checkpoints[checkpointOf(game)] = hash;
    hash = sha256(hash);
    if ((game - 1) % GAMES_PER_CHECKPOINT === 0) yield game - 1;
  }
  return { terminator: hash, checkpoints };
}

/** Runs a generator to its end without a pause: for short chains and tests. */
export function wholeChain(lastHash: string, length: number, sha256: Sha256Hex = sha256Hex): GeneratedChain {
  const work = generateChain(lastHash, length, sha256);
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
  }
}

/** Place of a table's game within its chain, from 1. */
export function placeInChain(chain: { firstGame: number; length: number }, game: number): number {
  const place = game - chain.firstGame + 1;
  assert(place >= 1 && place <= chain.length, `game ${game} is not of this chain`);
  return place;
}

/** Index of the checkpoint that game `place` is computed from. */
export function checkpointOf(place: number): number {
  return Math.ceil(place / GAMES_PER_CHECKPOINT) - 1;
}

/**
 * The hash of game `place`, walked down from its checkpoint (`checkpointOf`).
 * @param length of the chain: its last checkpoint may stand short of a full thousand
 */
export function hashOfGame(
  checkpoint: string,
  place: number,
  length: number,
  sha256: Sha256Hex = sha256Hex,
): string {
  assert(place >= 1 && place <= length, `place ${place} is not in a chain of ${length}`);
  const checkpointPlace = Math.min(length, (checkpointOf(place) + 1) * GAMES_PER_CHECKPOINT);
  return walkDown(checkpoint, checkpointPlace - place, sha256);
}

/** True if `hash` is committed to by `previousHash`, the hash of the game before (or the terminator). */
export function isLinked(hash: string, previousHash: string, sha256: Sha256Hex = sha256Hex): boolean {
  return isSha256Hex(hash) && sha256(hash) === previousHash;
}

/** True if game `place`'s `hash` leads to the terminator in exactly `place` links. */
export function leadsToTerminator(
  hash: string,
  place: number,
  terminator: string,
  sha256: Sha256Hex = sha256Hex,
): boolean {
  return isSha256Hex(hash) && walkDown(hash, place, sha256) === terminator;
}

/** The salt that a chain's first bet book fixes: nobody knew it when the terminator was published. */
export function crashSalt(terminator: string, betBookRoot: string): string {
  return sha256Hex(`${terminator}|${betBookRoot}`);
}

function walkDown(hash: string, links: number, sha256: Sha256Hex): string {
  let walked = hash;
  for (let link = 0; link < links; link += 1) walked = sha256(walked);
  return walked;
}
