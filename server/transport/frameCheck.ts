import { isUtf8 } from 'node:buffer';
import { Protocol } from '@colyseus/core';

/** Nobody's request is nested deeper, and what walks it may use recursion. */
const MOST_LEVELS = 32;
/** Nor has more parts: thousands of them take the decoder half a millisecond, and a frame has room for 16,000. */
const MOST_VALUES = 1_000;

/**
 * Whether a frame is one that a Colyseus client sends: a code of the protocol, a request's id, a type, and one whole
 * MessagePack value without extensions other than `undefined`, instants, and the records that Colyseus' own SDK makes of
 * objects. Colyseus logs what it can't decode as if it were a bug, and its decoder takes more than clients need:
 * expressions, errors, references, texts that are kept elsewhere.
 * Allocates nothing: it looks at each message of each player.
 */
export function isClientFrame(bytes: Uint8Array): boolean {
  recordFields.fill(NO_RECORD);
  valuesLeft = MOST_VALUES;
  switch (bytes[0]) {
    case Protocol.JOIN_ROOM:
    case Protocol.LEAVE_ROOM:
    case Protocol.PING:
      return true;
    case Protocol.ROOM_DATA:
      return isWholeMessage(bytes, afterName(bytes, 1));
    case Protocol.ROOM_REQUEST:
      return isWholeMessage(bytes, afterName(bytes, afterId(bytes, 1)));
    case Protocol.ROOM_DATA_BYTES:
      return afterName(bytes, 1) <= bytes.length;
    default:
      return false;
  }
}

/** Of the frame that is looked at: how many values a record has, by its id. */
const recordFields = new Int16Array(64);
const NO_RECORD = -1;
let valuesLeft = 0;

/** Further than any frame reaches: what was read is not there, or not what it should be. */
const BROKEN = 2 ** 32;

function isWholeMessage(bytes: Uint8Array, at: number): boolean {
  // A message without a payload is one.
  return at === bytes.length || (at < bytes.length && afterValue(bytes, at, 0) === bytes.length);
}

/** A natural number of 32 bits as Colyseus writes it: from 2^31 on as a float. */
function afterId(bytes: Uint8Array, at: number): number {
  const head = bytes[at] ?? 0xff;
  if (head < 0x80) return at + 1;
  if (head === 0xcc) return at + 2;
  if (head === 0xcd) return at + 3;
  if (head === 0xce || head === 0xca) return at + 5;
  return head === 0xcb ? at + 9 : BROKEN;
}

/** A type: text, or a number, which no room of ours has. Its lengths have their low byte first, unlike MessagePack's. */
function afterName(bytes: Uint8Array, at: number): number {
  const head = bytes[at] ?? 0xc1;
  if (head >= 0xa0 && head < 0xc0) return afterText(bytes, at + 1, head & 0x1f);
  if (head === 0xd9) return afterText(bytes, at + 2, bytes[at + 1] ?? BROKEN);
  if (head === 0xda) return afterText(bytes, at + 3, (bytes[at + 1] ?? 0) | ((bytes[at + 2] ?? 0) << 8));
  // A number.
  return head < 0x80 || head >= 0xe0 || (head >= 0xca && head <= 0xd3) ? afterScalar(head, at + 1) : BROKEN;
}

function afterText(bytes: Uint8Array, from: number, length: number): number {
  const to = from + length;
  return to <= bytes.length && isUtf8(bytes.subarray(from, to)) ? to : BROKEN;
}

function afterValue(bytes: Uint8Array, at: number, level: number): number {
  const head = bytes[at];
  valuesLeft -= 1;
  if (head === undefined || valuesLeft < 0) return BROKEN;
  if (head < 0x40) return at + 1;
  if (head < 0x80) return afterRecord(bytes, at + 1, head & 0x3f, level + 1);
  if (head >= 0xa0 && head < 0xc0) return at + 1 + (head & 0x1f);
  if (head >= 0x80 && head < 0x90) return afterMap(bytes, at + 1, head & 0x0f, level + 1);
  if (head >= 0x90 && head < 0xa0) return afterList(bytes, at + 1, head & 0x0f, level + 1);
  switch (head) {
    case 0xc4:
    case 0xd9:
      return at + 2 + big(bytes, at + 1, 1);
    case 0xc5:
    case 0xda:
      return at + 3 + big(bytes, at + 1, 2);
    case 0xc6:
    case 0xdb:
      return at + 5 + big(bytes, at + 1, 4);
    case 0xdc:
      return afterList(bytes, at + 3, big(bytes, at + 1, 2), level + 1);
    case 0xdd:
      return afterList(bytes, at + 5, big(bytes, at + 1, 4), level + 1);
    case 0xde:
      return afterMap(bytes, at + 3, big(bytes, at + 1, 2), level + 1);
    case 0xdf:
      return afterMap(bytes, at + 5, big(bytes, at + 1, 4), level + 1);
    case 0xd4:
      if (bytes[at + 1] === RECORD) return afterDefinition(bytes, at + 2, level + 1);
      return bytes[at + 1] === UNDEFINED ? at + 3 : BROKEN;
    case 0xd6:
      return bytes[at + 1] === INSTANT ? at + 6 : BROKEN;
    case 0xd7:
      return bytes[at + 1] === INSTANT ? at + 10 : BROKEN;
    case 0xc7:
      return bytes[at + 1] === 12 && bytes[at + 2] === INSTANT ? at + 15 : BROKEN;
    default:
      return afterScalar(head, at + 1);
  }
}

/** Extensions as msgpackr writes them. */
const UNDEFINED = 0;
const INSTANT = 0xff;
const RECORD = 0x72;

/** What has no length of its own; heads that stand for nothing, or for other extensions, are broken. */
function afterScalar(head: number, at: number): number {
  if (head < 0x80 || head >= 0xe0) return at;
  switch (head) {
    case 0xc0:
    case 0xc2:
    case 0xc3:
      return at;
    case 0xcc:
    case 0xd0:
      return at + 1;
    case 0xcd:
    case 0xd1:
      return at + 2;
    case 0xca:
    case 0xce:
    case 0xd2:
      return at + 4;
    case 0xcb:
    case 0xcf:
    case 0xd3:
      return at + 8;
    default:
      return BROKEN;
  }
}

function afterList(bytes: Uint8Array, from: number, length: number, level: number): number {
  if (level > MOST_LEVELS) return BROKEN;
  let at = from;
  for (let item = 0; item < length && at <= bytes.length; item += 1) at = afterValue(bytes, at, level);
  return at;
}

/** A record's id, the names of its fields, and the values of the first one. Further ones are their id and their values. */
function afterDefinition(bytes: Uint8Array, at: number, level: number): number {
  const head = bytes[at + 1] ?? 0;
  const isShort = head >= 0x90 && head < 0xa0;
  if (level > MOST_LEVELS || !(isShort || head === 0xdc)) return BROKEN;
  const fields = isShort ? head & 0x0f : big(bytes, at + 2, 2);
  let next = at + (isShort ? 2 : 4);
  for (let field = 0; field < fields && next <= bytes.length; field += 1) {
    if (!isText(bytes[next])) return BROKEN;
    next = afterValue(bytes, next, level);
  }
  if (next > bytes.length) return BROKEN;
  const id = bytes[at]! & 0x3f;
  recordFields[id] = fields;
  return afterRecord(bytes, next, id, level);
}

/** Without a record of this id it is a number. */
function afterRecord(bytes: Uint8Array, from: number, id: number, level: number): number {
  const fields = recordFields[id]!;
  if (fields === NO_RECORD) return from;
  return afterList(bytes, from, fields, level);
}

function afterMap(bytes: Uint8Array, from: number, length: number, level: number): number {
  if (level > MOST_LEVELS) return BROKEN;
  let at = from;
  for (let item = 0; item < length && at <= bytes.length; item += 1) {
    if (!isText(bytes[at])) return BROKEN;
    at = afterValue(bytes, afterValue(bytes, at, level), level);
  }
  return at;
}

function isText(head: number | undefined): boolean {
  return head !== undefined && ((head >= 0xa0 && head < 0xc0) || (head >= 0xd9 && head <= 0xdb));
}

function big(bytes: Uint8Array, at: number, width: 1 | 2 | 4): number {
  let value = 0;
  for (let index = at; index < at + width; index += 1) value = value * 256 + (bytes[index] ?? 0);
  return value;
}
