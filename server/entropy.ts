import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Where the process gets its randomness. Domain code never makes any: it is handed values made here. */
export interface Entropy {
  /** A UUIDv7 (RFC 9562): sorts by the instant it was made, 74 random bits. */
  uuid(): string;
  /** `bytes` random bytes as lowercase hex. */
  randomHex(bytes: number): string;
}

export function createEntropy(clock: Pick<Clock, 'nowMs'>): Entropy {
  return {
    uuid() {
      const bytes = randomBytes(16);
      bytes.writeUIntBE(clock.nowMs(), 0, 6);
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  };
}
