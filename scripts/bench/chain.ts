import { hash } from 'node:crypto';
import {
  DEFAULT_CHAIN_LENGTH,
  generateChain,
  hashOfGame,
  leadsToTerminator,
  wholeChain,
} from '../../domain/fairness/seedChain.ts';
import { type Sha256Hex, sha256Hex } from '../../domain/fairness/sha256.ts';

const RUNS = 3;
/** Any secret: the work does not depend on it. */
const LAST_HASH = 'c'.repeat(64);
/** Pure JavaScript is here for comparison only: a tenth of the work shows its rate. */
const PURE_LENGTH = DEFAULT_CHAIN_LENGTH / 10;

const native: Sha256Hex = (text) => hash('sha256', text);

/**
 * Generates a table's chain of 1,000,000 games with Node's SHA-256, as the server does, and with the one
 * that browsers verify with. `perSecond` counts games; `p50Ms` and `p99Ms` are those of 1,000 games, the
 * longest that generating keeps the event loop; `totalMs` is the best of three whole chains.
 */
export async function benchChain(): Promise<Record<string, Record<string, number>>> {
  check();
  const runs = Array.from({ length: RUNS }, () => measure(DEFAULT_CHAIN_LENGTH, native));
  const best = runs.reduce((a, b) => (a.totalMs < b.totalMs ? a : b));
  return { nodeCrypto: best, pureJavaScript: measure(PURE_LENGTH, sha256Hex) };
}

/** Both hashes make the same chain, whose checkpoints lead to its terminator. */
function check(): void {
  const length = 2_500;
  const chain = wholeChain(LAST_HASH, length, native);
  const pure = wholeChain(LAST_HASH, length, sha256Hex);
  const game = 1_234;
  const gameHash = hashOfGame(chain.checkpoints[1]!, game, length, native);
  if (
    chain.terminator !== pure.terminator ||
    chain.checkpoints.join() !== pure.checkpoints.join() ||
    !leadsToTerminator(gameHash, game, chain.terminator, sha256Hex)
  ) {
    throw new Error('the chain that was generated is not a chain');
  }
}

function measure(
  length: number,
  sha256: Sha256Hex,
): Record<'games' | 'perSecond' | 'totalMs' | 'p50Ms' | 'p99Ms', number> {
  const slices: number[] = [];
  const startMs = performance.now();
  let sliceMs = startMs;
  for (const _left of generateChain(LAST_HASH, length, sha256)) {
    const nowMs = performance.now();
    slices.push(nowMs - sliceMs);
    sliceMs = nowMs;
  }
  const totalMs = performance.now() - startMs;
  slices.sort((a, b) => a - b);
  const at = (share: number) => slices[Math.floor(slices.length * share)]!;
  return { games: length, perSecond: (length / totalMs) * 1_000, totalMs, p50Ms: at(0.5), p99Ms: at(0.99) };
}
