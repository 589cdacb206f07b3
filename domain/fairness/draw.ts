import { hmacSha256 } from './sha256.ts';

/** What a player's games are drawn from (FAIRNESS F2): a seed pair and the game's number in it. */
export interface SeedPair {
  /** 64 hex characters; used as text, not decoded. */
  serverSeed: string;
  clientSeed: string;
  /** From 0, one more per game. */
  nonce: number;
}

const BYTES_PER_FLOAT = 4;

/**
 * The pair's stream of floats in [0, 1), each from 4 bytes of
 * `HMAC_SHA256(serverSeed, "clientSeed:nonce:cursor")`, 8 to a cursor, without end.
 */
export function* floats(pair: SeedPair): Generator<number, never, void> {
  for (let cursor = 0; ; cursor += 1) {
    const bytes = hmacSha256(pair.serverSeed, `${pair.clientSeed}:${pair.nonce}:${cursor}`);
    for (let at = 0; at < bytes.length; at += BYTES_PER_FLOAT) yield floatOf(bytes, at);
  }
}

/** The first `count` floats of a game. */
export function drawFloats(pair: SeedPair, count: number): number[] {
  const drawn: number[] = [];
  const stream = floats(pair);
  while (drawn.length < count) drawn.push(stream.next().value);
  return drawn;
}

/** `b0/256 + b1/256^2 + b2/256^3 + b3/256^4`: exact, since 32 bits fit a double. */
function floatOf(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let index = BYTES_PER_FLOAT - 1; index >= 0; index -= 1) value = (value + bytes[at + index]!) / 256;
  return value;
}
