import { type Packable, pack, utf8Bytes, Writer } from './msgpack.ts';
import { type Cursor, cursorOf, take, text, u8, unpack } from './unpack.ts';

/** First byte of a frame, without its modifiers (0.18: `@colyseus/shared-types`, Protocol). */
const JOIN = 10;
const ERROR = 11;
const LEAVE = 12;
const DATA = 13;
const STATE = 14;
const PATCH = 15;
const BYTES = 17;
const PING = 18;
const REQUEST = 21;
const RESPONSE = 22;
const CODE_MASK = 0x1f;
/** Before the body of a state: 8 bytes of times, for rooms that take inputs. */
const TIMED = 0x20;

/** What a server says, one frame at a time. */
export type ServerFrame =
  /** The seat is taken. `handshake` starts at the reflection of the state's schema; empty without a state. */
  | { type: 'joined'; reconnectionToken: string; serializer: string; handshake: Uint8Array }
  | { type: 'error'; code: number; message: string }
  | { type: 'left' }
  | { type: 'message'; name: string | number; payload: unknown }
  /** `body` is the serializer's: nobody has to read it. */
  | { type: 'state' | 'patch'; body: Uint8Array }
  | { type: 'response'; id: number; status: 'ok' | 'rejected' | 'error'; payload: unknown }
  | { type: 'pong' }
  | { type: 'unknown'; code: number };

/** Written as 32 bits: room for any other id. */
export const WIDE_ID = 0xffff_ffff;

/** Makes of an answer's payload what its caller wants of it. */
export type Reader = (from: Cursor) => unknown;

const STATUSES = ['ok', 'rejected', 'error'] as const;

/**
 * @param skipState true: states and patches come with an empty body, uncopied
 * @param readerOfMessage how a message's payload is read; null: nobody wants it, so that it stays unread
 * @param readerOf how the good answer to a request is read, where it is not read as a whole
 * @throws UnpackError for bytes that are no frame
 */
export function readFrame(
  buffer: ArrayBuffer,
  skipState = false,
  readerOfMessage: (name: string | number) => Reader | null = () => readPayload,
  readerOf: (id: number) => Reader | undefined = () => undefined,
): ServerFrame {
  const from = cursorOf(buffer);
  const first = u8(from);
  const code = first & CODE_MASK;
  switch (code) {
    case JOIN:
      return readJoined(from);
    case ERROR:
      return { type: 'error', code: readNumber(from), message: readText(from) };
    case LEAVE:
      return { type: 'left' };
    case DATA:
      return readMessage(from, readerOfMessage);
    case BYTES:
      return { type: 'message', name: readName(from), payload: from.bytes.slice(from.at) };
    case STATE:
    case PATCH: {
      if (first & TIMED) take(from, 8);
      const type = code === STATE ? 'state' : 'patch';
      return { type, body: skipState ? NOTHING : from.bytes.slice(from.at) };
    }
    case RESPONSE: {
      const id = readNumber(from);
      const status = STATUSES[u8(from)] ?? 'error';
      const read = status === 'ok' ? (readerOf(id) ?? readPayload) : readPayload;
      return { type: 'response', id, status, payload: read(from) };
    }
    case PING:
      return { type: 'pong' };
    default:
      return { type: 'unknown', code };
  }
}

/** True for a state or a patch, told by the first byte alone: most frames are, and who skips state needs no more. */
export function isState(buffer: ArrayBuffer): boolean {
  const code = new Uint8Array(buffer, 0, 1)[0]! & CODE_MASK;
  return code === PATCH || code === STATE;
}

const NOTHING = new Uint8Array(0);

function readJoined(from: Cursor): ServerFrame {
  const reconnectionToken = text(from, u8(from));
  const serializer = text(from, u8(from));
  const length = readNumber(from);
  const at = take(from, length);
  return { type: 'joined', reconnectionToken, serializer, handshake: from.bytes.slice(at, at + length) };
}

function readMessage(from: Cursor, readerOfMessage: (name: string | number) => Reader | null): ServerFrame {
  const name = readName(from);
  return { type: 'message', name, payload: readerOfMessage(name)?.(from) };
}

/** A payload as a whole. */
export function readPayload(from: Cursor): unknown {
  return from.at < from.bytes.length ? unpack(from) : undefined;
}

/** Colyseus' own numbers: like MessagePack's, with the bytes the other way round. */
function readNumber(from: Cursor): number {
  const { view } = from;
  const code = u8(from);
  if (code < 0x80) return code;
  if (code >= 0xe0) return code - 0x100;
  switch (code) {
    case 0xca:
      return view.getFloat32(take(from, 4), true);
    case 0xcb:
      return view.getFloat64(take(from, 8), true);
    case 0xcc:
      return u8(from);
    case 0xcd:
      return view.getUint16(take(from, 2), true);
    case 0xce:
      return view.getUint32(take(from, 4), true);
    case 0xd0:
      return view.getInt8(take(from, 1));
    case 0xd1:
      return view.getInt16(take(from, 2), true);
    case 0xd2:
      return view.getInt32(take(from, 4), true);
    default:
      return Number.NaN;
  }
}

function isText(code: number): boolean {
  return (code >= 0xa0 && code < 0xc0) || (code >= 0xd9 && code <= 0xdb);
}

function readText(from: Cursor): string {
  const code = u8(from);
  if (code < 0xc0) return text(from, code & 0x1f);
  if (code === 0xd9) return text(from, u8(from));
  if (code === 0xda) return text(from, from.view.getUint16(take(from, 2), true));
  return text(from, from.view.getUint32(take(from, 4), true));
}

function readName(from: Cursor): string | number {
  return isText(from.bytes[from.at] ?? 0) ? readText(from) : readNumber(from);
}

export const joinedFrame = (): ArrayBuffer => one(JOIN);
export const leaveFrame = (): ArrayBuffer => one(LEAVE);
export const pingFrame = (): ArrayBuffer => one(PING);

function one(code: number): ArrayBuffer {
  return Uint8Array.of(code).buffer;
}

/** A message that needs no answer. */
export function messageFrame(name: string | number, payload?: Packable): ArrayBuffer {
  const to = new Writer();
  to.u8(DATA);
  writeName(name, to);
  if (payload !== undefined) pack(payload, to);
  return to.finish();
}

/** A request; its answer comes as a response with the same id. */
export function requestFrame(id: number, name: string | number, payload?: Packable): ArrayBuffer {
  const to = new Writer();
  to.u8(REQUEST);
  writeNatural(id, to);
  writeName(name, to);
  if (payload !== undefined) pack(payload, to);
  return to.finish();
}

function writeName(name: string | number, to: Writer): void {
  if (typeof name === 'number') {
    writeNatural(name, to);
    return;
  }
  const bytes = utf8Bytes(name);
  if (bytes.length < 32) to.u8(0xa0 | bytes.length);
  else {
    to.u8(0xd9);
    to.u8(bytes.length);
  }
  to.raw(bytes);
}

function writeNatural(value: number, to: Writer): void {
  if (value < 0x80) to.u8(value);
  else if (value < 0x100) {
    to.u8(0xcc);
    to.u8(value);
  } else if (value < 0x1_0000) {
    to.u8(0xcd);
    to.u16(value, true);
  } else {
    to.u8(0xce);
    to.u32(value, true);
  }
}
