import { randomBytes, randomFillSync } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Where the process gets its randomness. Domain code never makes any: it is handed values made here. */
export interface Entropy {
  /** A UUIDv7 (RFC 9562): sorts by the instant it was made, 74 random bits. */
  uuid(): string;
  /** `bytes` random bytes as lowercase hex. */
  randomHex(bytes: number): string;
}

/** Random bytes of many ids are asked for at once: a call of the system's generator takes longer than the rest of an id. */
const IDS_AT_ONCE = 256;
const ID_BYTES = 16;

export function createEntropy(clock: Pick<Clock, 'nowMs'>): Entropy {
  const ahead = Buffer.alloc(IDS_AT_ONCE * ID_BYTES);
  let used = ahead.length;
  return {
    uuid() {
      if (used === ahead.length) {
        randomFillSync(ahead);
        used = 0;
      }
      const bytes = ahead.subarray(used, used + ID_BYTES);
      used += ID_BYTES;
      bytes.writeUIntBE(clock.nowMs(), 0, 6);
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      const hex = bytes.toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  };
}
