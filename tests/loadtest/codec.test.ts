import { getMessageBytes, Protocol } from '@colyseus/core';
import { decode } from '@colyseus/schema';
import { Room } from '@colyseus/sdk';
import fc from 'fast-check';
import { Packr, unpack as unpackWithRecords } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import {
  joinedFrame,
  leaveFrame,
  messageFrame,
  pingFrame,
  readFrame,
  requestFrame,
} from '../../loadtest/colyseus/frames.ts';
import { type Packable, pack, UnpackError, Writer } from '../../loadtest/colyseus/msgpack.ts';
import { cursorOf, unpack } from '../../loadtest/colyseus/unpack.ts';

/** As the server writes: maps, no records. */
const server = new Packr({ useRecords: false });

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function packed(value: Packable): Uint8Array {
  const to = new Writer(1);
  pack(value, to);
  return new Uint8Array(to.finish());
}

function unpacked(bytes: Uint8Array): unknown {
  return unpack(cursorOf(bufferOf(bytes)));
}

const name = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => text !== '__proto__');
const value = fc.letrec<{ any: Packable }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, undefined, true, false),
    fc.integer(),
    fc.maxSafeInteger(),
    // The server writes a negative zero as zero.
    fc.double({ noNaN: true }).map((number) => (number === 0 ? 0 : number)),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('any'), { maxLength: 40 }),
    fc.dictionary(name, tie('any'), { maxKeys: 20, noNullPrototype: true }),
  ),
})).any;

/** What comes back: binary is a `Buffer` in Node. */
function plain(read: unknown): unknown {
  if (read instanceof Uint8Array) return Uint8Array.from(read);
  if (Array.isArray(read)) return read.map(plain);
  if (typeof read !== 'object' || read === null || read instanceof Date) return read;
  return Object.fromEntries(Object.entries(read).map(([key, inner]) => [key, plain(inner)]));
}

describe('values', () => {
  test('what is packed here is what msgpackr reads', () => {
    fc.assert(fc.property(value, (any) => void expect(plain(unpackWithRecords(packed(any)))).toEqual(any)));
  });

  test('what the server packs is what is read here', () => {
    fc.assert(fc.property(value, (any) => void expect(plain(unpacked(server.pack(any)))).toEqual(any)));
  });

  test.each([
    ['a date in seconds', new Date(1_700_000_000_000)],
    ['a date in milliseconds', new Date(1_700_000_000_123)],
    ['a large integer', 2 ** 53 - 1],
    ['an array longer than 2^16', Array.from({ length: 70_000 }, (_, index) => index % 7)],
    ['a text longer than 2^16', '한국어 '.repeat(20_000)],
  ])('%s', (_, any) => {
    expect(unpacked(server.pack(any))).toEqual(any);
  });

  test('a field called __proto__ is a field', () => {
    const read = unpacked(Uint8Array.of(0x81, 0xa9, ...Buffer.from('__proto__'), 0x81, 0xa1, 0x61, 1));
    expect(Object.hasOwn(read as object, '__proto__')).toBe(true);
    expect((read as { a?: number }).a).toBeUndefined();
  });

  test('bytes that are no value are refused, never read beyond their end', () => {
    const deep = new Uint8Array(5_000).fill(0x91);
    expect(() => unpacked(deep)).toThrow(UnpackError);
    expect(() => unpacked(Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff))).toThrow(UnpackError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          unpacked(bytes);
        } catch (error) {
          // A text may hold bytes that are no character.
          if (!(error instanceof RangeError)) expect(error).toBeInstanceOf(UnpackError);
        }
      }),
    );
  });
});

/** A room of the real SDK that keeps what it would send, and is given what it would receive. */
function sdkRoom() {
  const sent: Uint8Array[] = [];
  const room = new Room('any');
  const connection = { isOpen: true, send: (bytes: Uint8Array) => sent.push(Uint8Array.from(bytes)) };
  room.connection = connection as never;
  return { room, sent };
}

describe('what a client says is what the SDK says', () => {
  test.each([
    ['ping', (room: Room) => room.ping(() => {}), pingFrame()],
    ['leave', (room: Room) => void room.leave(), leaveFrame()],
    ['a message without a payload', (room: Room) => room.send('hello'), messageFrame('hello')],
    ['a message of a number', (room: Room) => room.send(300, 7), messageFrame(300, 7)],
    [
      'a message in Korean',
      (room: Room) => room.send('인사', ['안녕', -5, 1.5, null, true]),
      messageFrame('인사', ['안녕', -5, 1.5, null, true]),
    ],
    [
      'a message of a long name',
      (room: Room) => room.send('n'.repeat(60), 1),
      messageFrame('n'.repeat(60), 1),
    ],
  ])('%s', (_, say, frame) => {
    const { room, sent } = sdkRoom();
    say(room);
    expect(sent).toEqual([new Uint8Array(frame)]);
  });

  test('requests count from 0, and wider ids are written wider', () => {
    const { room, sent } = sdkRoom();
    for (let id = 0; id <= 256; id += 1) {
      room.request('time').catch(() => {});
      expect(sent.at(-1)).toEqual(new Uint8Array(requestFrame(id, 'time')));
    }
    for (const id of [65_535, 65_536, 2 ** 32 - 1]) {
      const frame = new Uint8Array(requestFrame(id, 'time'));
      expect(decode.number(frame as Buffer, { offset: 1 })).toBe(id);
    }
  });

  test('an object is a map here and a record there: the server reads the same', () => {
    const { room, sent } = sdkRoom();
    const bet = { key: 'k', amountCoins: 1_000, autoCashoutHundredths: null };
    room.send('bet', bet);
    const body = (frame: Uint8Array) => unpackWithRecords(frame.subarray(1 + 1 + 'bet'.length));
    expect(body(sent[0]!)).toEqual(bet);
    expect(body(new Uint8Array(messageFrame('bet', bet)))).toEqual(bet);
  });
});

describe('what the server says is read', () => {
  test('joined: token, serializer, schema, and sections that nobody asked for', () => {
    const reflection = Uint8Array.from({ length: 300 }, (_, index) => index & 0xff);
    const bytes = getMessageBytes[Protocol.JOIN_ROOM]('token', 'schema', reflection, [
      { tag: 9, bytes: Uint8Array.of(1, 2, 3) },
    ]);
    expect(readFrame(bufferOf(bytes))).toEqual({
      type: 'joined',
      reconnectionToken: 'token',
      serializer: 'schema',
      handshake: reflection,
    });
    expect(new Uint8Array(joinedFrame())).toEqual(Uint8Array.of(Protocol.JOIN_ROOM));
  });

  test.each([
    [0, 'ok'],
    [1, 'rejected'],
    [2, 'error'],
  ] as const)('a response with status %i is %s', (status, says) => {
    const payload = { code: 'round_closed', details: { game: 12 } };
    for (const id of [0, 127, 128, 300, 70_000]) {
      const frame = readFrame(bufferOf(getMessageBytes[Protocol.ROOM_RESPONSE](id, status, payload)));
      expect(frame).toEqual({ type: 'response', id, status: says, payload });
    }
    expect(readFrame(bufferOf(getMessageBytes[Protocol.ROOM_RESPONSE](5, status)))).toEqual({
      ...{ type: 'response', id: 5, status: says, payload: undefined },
    });
  });

  test('messages, errors, pong, and a state that is skipped or handed on', () => {
    const message = getMessageBytes.raw(Protocol.ROOM_DATA, 'bet', { state: 'open' });
    expect(readFrame(bufferOf(message))).toEqual({
      type: 'message',
      name: 'bet',
      payload: { state: 'open' },
    });
    const numbered = getMessageBytes.raw(Protocol.ROOM_DATA, 300);
    expect(readFrame(bufferOf(numbered))).toEqual({ type: 'message', name: 300, payload: undefined });
    const error = getMessageBytes[Protocol.ERROR](4_201, 'draining');
    expect(readFrame(bufferOf(error))).toEqual({ type: 'error', code: 4_201, message: 'draining' });
    expect(readFrame(bufferOf(getMessageBytes[Protocol.PING]()))).toEqual({ type: 'pong' });
    const state = Uint8Array.of(Protocol.ROOM_STATE, 1, 2, 3);
    expect(readFrame(bufferOf(state))).toEqual({ type: 'state', body: Uint8Array.of(1, 2, 3) });
    expect(readFrame(bufferOf(state), true)).toEqual({ type: 'state', body: new Uint8Array(0) });
    const timed = Uint8Array.of(Protocol.ROOM_STATE_PATCH | 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 7);
    expect(readFrame(bufferOf(timed))).toEqual({ type: 'patch', body: Uint8Array.of(7) });
    expect(readFrame(bufferOf(Uint8Array.of(Protocol.LEAVE_ROOM)))).toEqual({ type: 'left' });
  });
});
