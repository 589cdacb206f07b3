/**
 * MessagePack, as much of it as a Colyseus 0.18 server and its clients say to each other: nil, booleans, numbers,
 * strings, binary, arrays, maps with string keys, `undefined` and dates (as msgpackr writes them). Runs wherever
 * JavaScript runs, k6 included. https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export type Packable =
  | null
  | undefined
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Packable[]
  | { readonly [name: string]: Packable };

/** Thrown by `unpack` for bytes that are no message, or of a kind that this codec does not read. */
export class UnpackError extends Error {
  override readonly name = 'UnpackError';
}

const MOST_OF_32_BITS = 0xffff_ffff;
const LEAST_OF_32_BITS = -0x8000_0000;

/** Bytes that grow as they are written. */
export class Writer {
  #bytes: Uint8Array;
  #view: DataView;
  length = 0;

  constructor(capacity = 128) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  #room(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.length, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }

  u8(value: number): void {
    const at = this.#room(1);
    this.#bytes[at] = value;
  }

  u16(value: number, littleEndian = false): void {
    const at = this.#room(2);
    this.#view.setUint16(at, value, littleEndian);
  }

  u32(value: number, littleEndian = false): void {
    const at = this.#room(4);
    this.#view.setUint32(at, value, littleEndian);
  }

  f64(value: number): void {
    const at = this.#room(8);
    this.#view.setFloat64(at, value);
  }

  raw(bytes: Uint8Array): void {
    const at = this.#room(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** A buffer of exactly what was written. */
  finish(): ArrayBuffer {
    return this.#bytes.slice(0, this.length).buffer as ArrayBuffer;
  }
}

export function pack(value: Packable, to: Writer): void {
  if (value === null) to.u8(0xc0);
  else if (value === undefined) {
    // An extension of msgpackr's: type 0, one byte of 0.
    to.u8(0xd4);
    to.u16(0);
  } else if (typeof value === 'boolean') to.u8(value ? 0xc3 : 0xc2);
  else if (typeof value === 'number') packNumber(value, to);
  else if (typeof value === 'string') packText(value, to);
  else if (value instanceof Uint8Array) packBytes(value, to);
  else if (Array.isArray(value)) packArray(value, to);
  else packMap(value as { readonly [name: string]: Packable }, to);
}

function packNumber(value: number, to: Writer): void {
  if (
    !Number.isInteger(value) ||
    value > MOST_OF_32_BITS ||
    value < LEAST_OF_32_BITS ||
    Object.is(value, -0)
  ) {
    to.u8(0xcb);
    to.f64(value);
  } else if (value >= 0) packNatural(value, to);
  else if (value >= -32) to.u8(value & 0xff);
  else if (value >= -0x80) {
    to.u8(0xd0);
    to.u8(value & 0xff);
  } else if (value >= -0x8000) {
    to.u8(0xd1);
    to.u16(value & 0xffff);
  } else {
    to.u8(0xd2);
    to.u32(value >>> 0);
  }
}

function packNatural(value: number, to: Writer): void {
  if (value < 0x80) to.u8(value);
  else if (value < 0x100) {
    to.u8(0xcc);
    to.u8(value);
  } else if (value < 0x1_0000) {
    to.u8(0xcd);
    to.u16(value);
  } else {
    to.u8(0xce);
    to.u32(value);
  }
}

function packText(text: string, to: Writer): void {
  const bytes = utf8Bytes(text);
  if (bytes.length < 32) to.u8(0xa0 | bytes.length);
  else sized(bytes.length, [0xd9, 0xda, 0xdb], to);
  to.raw(bytes);
}

function packBytes(bytes: Uint8Array, to: Writer): void {
  sized(bytes.length, [0xc4, 0xc5, 0xc6], to);
  to.raw(bytes);
}

function packArray(values: readonly Packable[], to: Writer): void {
  if (values.length < 16) to.u8(0x90 | values.length);
  else sized(values.length, [null, 0xdc, 0xdd], to);
  for (const value of values) pack(value, to);
}

function packMap(map: { readonly [name: string]: Packable }, to: Writer): void {
  const names = Object.keys(map);
  if (names.length < 16) to.u8(0x80 | names.length);
  else sized(names.length, [null, 0xde, 0xdf], to);
  for (const name of names) {
    packText(name, to);
    pack(map[name], to);
  }
}

/** A length behind the code for 8, 16 or 32 bits of it. */
function sized(length: number, [of8, of16, of32]: [number | null, number, number], to: Writer): void {
  if (of8 !== null && length < 0x100) {
    to.u8(of8);
    to.u8(length);
  } else if (length < 0x1_0000) {
    to.u8(of16);
    to.u16(length);
  } else {
    to.u8(of32);
    to.u32(length);
  }
}

/** UTF-8 without `TextEncoder`, which k6 has not. A lone surrogate becomes U+FFFD, as there. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    let code = character.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x1_0000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    } else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f));
      bytes.push(0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    }
  }
  return Uint8Array.from(bytes);
}
