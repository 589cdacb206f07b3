import { UnpackError } from './msgpack.ts';

/** A place in bytes that are being read. */
export interface Cursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
}

export function cursorOf(buffer: ArrayBuffer): Cursor {
  return { bytes: new Uint8Array(buffer), view: new DataView(buffer), at: 0 };
}

/** More nesting than any server sends: bytes made to exhaust the stack end here. */
const DEEPEST = 100;

/**
 * Reads one MessagePack value and moves behind it. 64-bit integers come as numbers, dates as `Date`.
 * @throws UnpackError for what ends early, nests too deep, or is an extension that nobody sends
 */
export function unpack(from: Cursor, depth = 0): unknown {
  if (depth > DEEPEST) throw new UnpackError('nested too deep');
  const code = u8(from);
  if (code < 0x80) return code;
  if (code < 0x90) return map(from, code & 0x0f, depth);
  if (code < 0xa0) return array(from, code & 0x0f, depth);
  if (code < 0xc0) return text(from, code & 0x1f);
  if (code >= 0xe0) return code - 0x100;
  switch (code) {
    case 0xc0:
      return null;
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xc4:
      return binary(from, u8(from));
    case 0xc5:
      return binary(from, u16(from));
    case 0xc6:
      return binary(from, u32(from));
    case 0xc7:
      return extension(from, u8(from));
    case 0xca:
      return from.view.getFloat32(take(from, 4));
    case 0xcb:
      return from.view.getFloat64(take(from, 8));
    case 0xcc:
      return u8(from);
    case 0xcd:
      return u16(from);
    case 0xce:
      return u32(from);
    case 0xcf:
      return Number(from.view.getBigUint64(take(from, 8)));
    case 0xd0:
      return from.view.getInt8(take(from, 1));
    case 0xd1:
      return from.view.getInt16(take(from, 2));
    case 0xd2:
      return from.view.getInt32(take(from, 4));
    case 0xd3:
      return Number(from.view.getBigInt64(take(from, 8)));
    case 0xd4:
      return extension(from, 1);
    case 0xd6:
      return extension(from, 4);
    case 0xd7:
      return extension(from, 8);
    case 0xd9:
      return text(from, u8(from));
    case 0xda:
      return text(from, u16(from));
    case 0xdb:
      return text(from, u32(from));
    case 0xdc:
      return array(from, u16(from), depth);
    case 0xdd:
      return array(from, u32(from), depth);
    case 0xde:
      return map(from, u16(from), depth);
    case 0xdf:
      return map(from, u32(from), depth);
    default:
      throw new UnpackError(`a value of kind 0x${code.toString(16)}`);
  }
}

/**
 * Reads one field of a map, wherever in it, and nothing else: the first of that name, so that of the map itself where it comes
 * before maps within.
 * @throws UnpackError where there is none
 */
export function fieldReader(name: string): (from: Cursor) => unknown {
  const wanted = [0xa0 | name.length, ...Array.from(name, (character) => character.charCodeAt(0))];
  return (from) => {
    const { bytes } = from;
    for (let at = bytes.indexOf(wanted[0]!, from.at); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
      let same = 1;
      while (same < wanted.length && bytes[at + same] === wanted[same]) same += 1;
      if (same < wanted.length) continue;
      from.at = at + same;
      return unpack(from);
    }
    throw new UnpackError(`there is no ${name}`);
  };
}

/** Moves over `count` bytes; answers where they begin. */
export function take(from: Cursor, count: number): number {
  const { at } = from;
  if (count > from.bytes.length - at) throw new UnpackError('it ends early');
  from.at = at + count;
  return at;
}

export const u8 = (from: Cursor): number => from.bytes[take(from, 1)]!;
const u16 = (from: Cursor): number => from.view.getUint16(take(from, 2));
const u32 = (from: Cursor): number => from.view.getUint32(take(from, 4));

function binary(from: Cursor, length: number): Uint8Array {
  const at = take(from, length);
  return from.bytes.slice(at, at + length);
}

function array(from: Cursor, length: number, depth: number): unknown[] {
  // Each value takes a byte at least: a length beyond that is a lie that would fill the memory.
  if (length > from.bytes.length - from.at) throw new UnpackError('it ends early');
  const values: unknown[] = [];
  for (let index = 0; index < length; index += 1) values.push(unpack(from, depth + 1));
  return values;
}

function map(from: Cursor, length: number, depth: number): Record<string, unknown> {
  if (length * 2 > from.bytes.length - from.at) throw new UnpackError('it ends early');
  const values: Record<string, unknown> = {};
  for (let index = 0; index < length; index += 1) {
    const name = String(unpack(from, depth + 1));
    const value = unpack(from, depth + 1);
    // A field of its own even where the name is `__proto__`.
    if (name === '__proto__') {
      Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true });
    } else values[name] = value;
  }
  return values;
}

/** -1: a time. 0: `undefined`, as msgpackr writes it. */
function extension(from: Cursor, length: number): unknown {
  const type = from.view.getInt8(take(from, 1));
  const at = take(from, length);
  if (type === 0 && length === 1) return undefined;
  if (type === -1 && length === 4) return new Date(from.view.getUint32(at) * 1_000);
  if (type === -1 && length === 8) {
    const nanoseconds = from.view.getUint32(at) >>> 2;
    const seconds = (from.view.getUint32(at) & 3) * 0x1_0000_0000 + from.view.getUint32(at + 4);
    return new Date(seconds * 1_000 + nanoseconds / 1e6);
  }
  throw new UnpackError(`an extension of type ${type} and ${length} bytes`);
}

const BEYOND_ASCII = /[^\0-\x7f]/;
/** `apply` hands over each byte as an argument of its own. */
const LONGEST_AT_ONCE = 4_096;

/** UTF-8 without `TextDecoder`, which k6 has not. What is ASCII, nearly all, is made in one native call. */
export function text(from: Cursor, length: number): string {
  const start = take(from, length);
  const { bytes } = from;
  if (length <= LONGEST_AT_ONCE) {
    const read = String.fromCharCode.apply(
      null,
      bytes.subarray(start, start + length) as unknown as number[],
    );
    if (!BEYOND_ASCII.test(read)) return read;
  }
  return anyText(bytes, start, start + length);
}

function anyText(bytes: Uint8Array, start: number, end: number): string {
  let read = '';
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    at += 1;
    if (byte < 0x80) {
      read += String.fromCharCode(byte);
      continue;
    }
    const more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
    let code = byte & (0x3f >> more);
    for (let index = 0; index < more; index += 1, at += 1) code = (code << 6) | (bytes[at]! & 0x3f);
    read += String.fromCodePoint(code);
  }
  return read;
}
