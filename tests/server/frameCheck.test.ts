import { Protocol } from '@colyseus/core';
import fc from 'fast-check';
import { Packr } from 'msgpackr';
import { expect, test } from 'vitest';
import { isClientFrame } from '../../server/transport/frameCheck.ts';

/** As Colyseus' SDK has it: objects become records. */
const packr = new Packr();
const plain = new Packr({ useRecords: false });
const name = [0xa4, ...Buffer.from('spin')];
const request = (payload: Uint8Array) =>
  Uint8Array.from([Protocol.ROOM_REQUEST, 0xcd, 1, 2, ...name, ...payload]);

const payloads = fc.oneof(
  fc.jsonValue({ maxDepth: 5 }),
  fc.array(fc.record({ key: fc.uuid(), betCoins: fc.integer(), hand: fc.constantFrom(undefined, 'rock') })),
  fc.record({ at: fc.date({ noInvalidDate: true }), big: fc.bigInt({ min: 0n, max: 2n ** 63n }) }),
);

test('whatever the SDK packs is a frame; cut short or with a byte more it is none', () => {
  fc.assert(
    fc.property(payloads, fc.boolean(), (payload, asRecords) => {
      const bytes = request((asRecords ? packr : plain).pack(payload));
      expect(isClientFrame(bytes)).toBe(true);
      expect(isClientFrame(Uint8Array.from([...bytes, 1]))).toBe(false);
      // Without its payload it is a whole message, and a payload of one byte is nothing but that.
      if (bytes.length > 10) expect(isClientFrame(bytes.subarray(0, -1))).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['join', [10], true],
  ['leave', [12], true],
  ['ping', [18], true],
  ['a message without a payload', [13, ...name], true],
  ['a message by number', [13, 7, 0xc0], true],
  ['bytes', [17, ...name, 1, 2, 3], true],
  ['nothing', [], false],
  ['a modifier', [13 | 0x20, ...name], false],
  ['a state', [14, 1], false],
  ['an answer', [22, 1, 0], false],
  ['an input', [19, 1], false],
  ['a request without an id', [21, 0xa1], false],
  ['a negative id', [21, 0xe0, ...name], false],
  ['a record of 64,000 fields', [13, ...name, 0xd4, 0x72, 0x40, 0xdc, 0xff, 0xff], false],
  [
    'a record that is repeated without its values',
    [13, ...name, 0x92, 0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 1, 0x40],
    false,
  ],
  ['a key that is no text', [13, ...name, 0x81, 1, 1], false],
  ['33 lists in each other', [13, ...name, ...Array(33).fill(0x91), 1], false],
  ['32 lists in each other', [13, ...name, ...Array(32).fill(0x91), 1], true],
  ['999 values in a list', [13, ...name, 0xdc, 3, 0xe7, ...Array(999).fill(1)], true],
  ['1,000 values in a list', [13, ...name, 0xdc, 3, 0xe8, ...Array(1_000).fill(1)], false],
  ['a set', [13, ...name, 0xd4, 0x73, 0, 0x90], false],
  ['an error', [13, ...name, 0xd4, 0x65, 0, 0x90], false],
  ['a reference', [13, ...name, 0xd6, 0x70, 0, 0, 0, 1], false],
  ['texts kept elsewhere', [13, ...name, 0xc7, 4, 0x62, 0, 0, 0, 9], false],
  ['the byte that stands for nothing', [13, ...name, 0xc1], false],
])('%s', (_name, bytes, isOne) => {
  expect(isClientFrame(Uint8Array.from(bytes))).toBe(isOne);
});
