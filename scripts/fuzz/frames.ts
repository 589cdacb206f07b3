import { Protocol } from '@colyseus/core';
import { encode } from '@colyseus/schema';
import { Packr } from 'msgpackr';
import type { Random } from '../../simulation/random.ts';
import type { Offer } from './offers.ts';
import { deepValue, mutated, nastyText, nastyValue } from './values.ts';

/** As Colyseus' SDK has it. */
const packr = new Packr();
/** With the extensions for sets, expressions, errors and references, which no honest client sends. */
const lavish = new Packr({ structuredClone: true, moreTypes: true });

/** How a client misbehaves: by what it asks for, in frames as they should be; or by its frames, the first bad one ends it. */
export type Temper = 'polite' | 'rude';

/** A frame that the server should take, or refuse by name, whatever stands in it. */
export function drawFrame(random: Random, offers: readonly Offer[], temper: Temper): Uint8Array {
  if (temper === 'polite') return politeRequest(random, offers);
  switch (random.below(10)) {
    case 0:
      return randomBytes(random);
    case 1:
      return control(random);
    case 2:
      return message(random, offers);
    case 3:
    case 4:
      return damaged(request(random, offers), random);
    case 5:
      return forged(random, offers);
    default:
      return request(random, offers);
  }
}

const CODES = Object.values(Protocol);

/** One of the protocol's codes, all of them, with or without its modifier bits, and a little behind it. */
function control(random: Random): Uint8Array {
  const code = random.chance(0.8) ? random.pick(CODES) : random.below(256);
  const modifiers = random.chance(0.2) ? random.below(8) << 5 : 0;
  const rest = random.chance(0.5) ? 0 : random.below(40);
  return Uint8Array.from([code | modifiers, ...Array.from({ length: rest }, () => random.below(256))]);
}

function randomBytes(random: Random): Uint8Array {
  const length = random.chance(0.02) ? random.between(1_000, 16_384) : random.below(80);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) bytes[at] = random.below(256);
  return bytes;
}

function message(random: Random, offers: readonly Offer[]): Uint8Array {
  const offer = random.pick(offers);
  const code = random.chance(0.2) ? Protocol.ROOM_DATA_BYTES : Protocol.ROOM_DATA;
  return joined([code], name(random, offer.type), packed(random, offer.message(random)));
}

function request(random: Random, offers: readonly Offer[]): Uint8Array {
  const offer = random.pick(offers);
  const id = random.chance(0.9) ? random.below(0x1_0000) : (nastyId(random) as number);
  return joined(
    [Protocol.ROOM_REQUEST],
    number(id),
    name(random, offer.type),
    packed(random, offer.message(random)),
  );
}

function politeRequest(random: Random, offers: readonly Offer[]): Uint8Array {
  const offer = random.pick(offers);
  const type = random.chance(0.95)
    ? offer.type
    : random.pick(['constructor', '__proto__', '*', '', offer.type]);
  const honest = offer.message(random);
  const drawn = random.below(10);
  const payload =
    drawn < 2
      ? honest
      : drawn < 7
        ? mutated(honest, random)
        : drawn < 9
          ? nastyValue(random)
          : deepValue(random, 30);
  return joined([Protocol.ROOM_REQUEST], number(random.below(2 ** 32)), text(type), packr.pack(payload));
}

function nastyId(random: Random): number {
  return random.pick([-1, 0.5, 2 ** 32 - 1, 2 ** 32, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, 1e300]);
}

/** The type of a request, now and then another one, or none. */
function name(random: Random, type: string): Uint8Array {
  if (random.chance(0.9)) return text(type);
  switch (random.below(4)) {
    case 0:
      return text(random.pick(['__proto__', 'constructor', 'hasOwnProperty', '*', '_$b', '', `_$b${type}`]));
    case 1:
      return number(random.pick([0, 1, -1, 2 ** 31, 0.1, Number.NaN]));
    case 2:
      // Announces more than it has.
      return Uint8Array.from([random.pick([0xd9, 0xda, 0xdb, 0xbf]), 0xff, 0xff, 0xff, 0xff]);
    default:
      return text(nastyText(random).slice(0, 300));
  }
}

function packed(random: Random, honest: unknown): Uint8Array {
  switch (random.below(12)) {
    case 0:
      return new Uint8Array(0);
    case 1:
      return packr.pack(nastyValue(random));
    case 2:
      return lavish.pack(lavishValue(random));
    case 3:
      return packr.pack(deepValue(random, random.between(10, 900)));
    case 4:
      return nested(random);
    case 5:
    case 6:
    case 7:
      return packr.pack(mutated(honest, random));
    default:
      return packr.pack(honest);
  }
}

function lavishValue(random: Random): unknown {
  return random.pick<() => unknown>([
    () => new Set([nastyValue(random)]),
    () => /(a+)+$/u,
    () => new TypeError('not a message'),
    () => new Date(random.pick([0, 8.64e15, Number.NaN])),
    () => [
      { a: 1, b: nastyValue(random) },
      { a: 2, b: nastyValue(random) },
    ],
    () => new Map([[nastyValue(random), nastyValue(random)]]),
    () => 2n ** BigInt(random.below(60)),
    () => new Float64Array(random.below(9)),
    () => circle(),
  ])();
}

function circle(): unknown {
  const one: unknown[] = [];
  one.push(one, { one });
  return one;
}

/** MessagePack heads that announce elements without end, alone or in each other. */
function nested(random: Random): Uint8Array {
  const heads = [
    ...[
      [0xdd, 0xff, 0xff, 0xff, 0xff],
      [0xdf, 0xff, 0xff, 0xff, 0xff],
      [0xdc, 0xff, 0xff],
      [0xde, 0xff, 0xff],
    ],
    ...[
      [0x91],
      [0x81, 0xa1, 0x61],
      [0x9f],
      [0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61],
      [0xd5, 0x72, 0x40, 0x00, 0x91],
    ],
    ...[
      [0xc6, 0xff, 0xff, 0xff, 0xff],
      [0xdb, 0x7f, 0xff, 0xff, 0xff],
      [0xc9, 0xff, 0xff, 0xff, 0xff, 0x62],
    ],
    ...[
      [0xc7, 0x04, 0x62, 0xff, 0xff, 0xff, 0xff],
      [0xd6, 0x69, 0, 0, 0, 1],
      [0xd6, 0x70, 0, 0, 0, 1],
      [0xc1],
    ],
  ];
  const head = random.pick(heads);
  const times = random.pick([1, 1, 2, 50, 5_000]);
  const bytes: number[] = [];
  for (let time = 0; time < times && bytes.length < 16_000; time += 1)
    bytes.push(...(times > 2 ? head : random.pick(heads)));
  return Uint8Array.from(bytes);
}

/** A request of which bytes are flipped, cut, repeated or put in. */
function damaged(frame: Uint8Array, random: Random): Uint8Array {
  const bytes = [...frame];
  for (let times = random.between(1, 4); times > 0; times -= 1) {
    const at = random.below(Math.max(1, bytes.length));
    switch (random.below(5)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        bytes.length = at;
        break;
      case 2:
        bytes.splice(at, 0, random.below(256));
        break;
      case 3:
        bytes.splice(at, 0, ...bytes.slice(at, at + 20));
        break;
      default:
        bytes[at] = random.below(256);
    }
  }
  return Uint8Array.from(bytes);
}

/** What only a server sends, sent to it: answers, states, handshakes. */
function forged(random: Random, offers: readonly Offer[]): Uint8Array {
  const body = request(random, offers);
  body[0] = random.pick(CODES);
  return body;
}

function text(value: string): Uint8Array {
  const bytes = new Uint8Array(value.length * 4 + 5);
  const it = { offset: 0 };
  encode.string(bytes as Buffer, value, it);
  return bytes.subarray(0, it.offset);
}

function number(value: number): Uint8Array {
  const bytes = new Uint8Array(9);
  const it = { offset: 0 };
  encode.number(bytes as Buffer, value, it);
  return bytes.subarray(0, it.offset);
}

function joined(...parts: (Uint8Array | number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Uint8Array.from(part)));
}

export const JOIN_FRAME = Uint8Array.of(Protocol.JOIN_ROOM);
export const PING_FRAME = Uint8Array.of(Protocol.PING);
export const LEAVE_FRAME = Uint8Array.of(Protocol.LEAVE_ROOM);
