import { requestFrame, WIDE_ID } from './frames.ts';
import type { Packable } from './msgpack.ts';

const UUID_LENGTH = 36;
/** Takes as many bytes as any other of 32 bits. */
const WIDEST = 0xffff_ffff;
/** Digits at a key's end that count: 2^48 keys before one comes again. */
const COUNTED = 12;
const HEX = '0123456789abcdef';

/**
 * A request with a `key` (a UUID), laid out once: only the request's id, the key's last digits and some numbers change. Packing it anew
 * costs a script many times as much, which counts for those who ask thousands of times a second.
 */
export class PreparedRequest {
  readonly #frame: Uint8Array;
  readonly #view: DataView;
  readonly #keyAt: number;
  readonly #numbersAt: Record<string, number> = {};

  /**
   * @param key the first one; others follow it by counting
   * @param numbers fields that are whole and are set before each time
   */
  constructor(
    name: string,
    key: string,
    body: { readonly [field: string]: Packable },
    numbers: readonly string[] = [],
  ) {
    const wide = Object.fromEntries(numbers.map((field) => [field, WIDEST]));
    this.#frame = new Uint8Array(requestFrame(WIDE_ID, name, { key, ...body, ...wide }));
    this.#view = new DataView(this.#frame.buffer);
    this.#keyAt = placeOf(this.#frame, key);
    // Behind the field's name and the mark of a number of 32 bits.
    for (const field of numbers) this.#numbersAt[field] = placeOf(this.#frame, field) + field.length + 1;
  }

  /** @param value from 0 to 2^32 - 1 */
  set(field: string, value: number): void {
    this.#view.setUint32(this.#numbersAt[field]!, value);
  }

  /** The next key. */
  renew(): void {
    const frame = this.#frame;
    for (let at = this.#keyAt + UUID_LENGTH - 1; at >= this.#keyAt + UUID_LENGTH - COUNTED; at -= 1) {
      const digit = (HEX.indexOf(String.fromCharCode(frame[at]!)) + 1) % HEX.length;
      frame[at] = HEX.charCodeAt(digit);
      if (digit !== 0) return;
    }
  }

  get key(): string {
    return String.fromCharCode(...this.#frame.subarray(this.#keyAt, this.#keyAt + UUID_LENGTH));
  }

  /** Bytes of its own: they may still be on their way when the key is renewed. */
  frame(id: number): ArrayBuffer {
    const frame = this.#frame.slice();
    // After the code and the mark of a number of 32 bits, the lowest byte first.
    frame[2] = id & 0xff;
    frame[3] = (id >>> 8) & 0xff;
    frame[4] = (id >>> 16) & 0xff;
    frame[5] = id >>> 24;
    return frame.buffer as ArrayBuffer;
  }
}

function placeOf(frame: Uint8Array, text: string): number {
  for (let at = 0; at <= frame.length - text.length; at += 1) {
    let same = 0;
    while (same < text.length && frame[at + same] === text.charCodeAt(same)) same += 1;
    if (same === text.length) return at;
  }
  throw new Error(`${text} is not in its own request`);
}
