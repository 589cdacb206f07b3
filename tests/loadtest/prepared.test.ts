import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestFrame } from '../../loadtest/colyseus/frames.ts';
import { pack, UnpackError, Writer } from '../../loadtest/colyseus/msgpack.ts';
import { PreparedRequest } from '../../loadtest/colyseus/prepared.ts';
import { cursorOf, fieldReader, unpack } from '../../loadtest/colyseus/unpack.ts';

const FIRST = '5e1f0a52-6d10-4b1e-9a51-00000000fffe';

/** Behind code and id, of whatever width: the name and the body. */
const rest = (frame: ArrayBuffer, idBytes: number) => new Uint8Array(frame).slice(1 + idBytes);

test('what was laid out beforehand is what would have been packed, with any id', () => {
  const prepared = new PreparedRequest('spin', FIRST, { betCoins: 70_000 });
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), (id) => {
      const frame = prepared.frame(id);
      expect(new DataView(frame).getUint32(2, true)).toBe(id);
      expect(rest(frame, 5)).toEqual(rest(requestFrame(1, 'spin', { key: FIRST, betCoins: 70_000 }), 1));
    }),
  );
});

test('numbers that are set are those that the server reads', () => {
  const prepared = new PreparedRequest('bet', FIRST, { amountCoins: 100 }, ['game', 'autoCashoutHundredths']);
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff), (game, autoCashoutHundredths) => {
      prepared.set('game', game);
      prepared.set('autoCashoutHundredths', autoCashoutHundredths);
      const body = cursorOf(rest(prepared.frame(1), 5 + 1 + 'bet'.length).buffer as ArrayBuffer);
      expect(unpack(body)).toEqual({ key: FIRST, amountCoins: 100, game, autoCashoutHundredths });
    }),
  );
});

test('each key is another one, and a frame on its way keeps its own', () => {
  const prepared = new PreparedRequest('spin', FIRST, {});
  const sent = prepared.frame(0);
  const keys = [prepared.key];
  for (let count = 0; count < 20; count += 1) {
    prepared.renew();
    keys.push(prepared.key);
  }
  expect(keys.slice(0, 3)).toEqual([
    FIRST,
    FIRST.replace('fffe', 'ffff'),
    FIRST.replace('0000fffe', '00010000'),
  ]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(rest(sent, 5)).toEqual(rest(requestFrame(1, 'spin', { key: FIRST }), 1));
});

test('one field is read of a map, wherever it is, and the first of its name', () => {
  const bytes = (value: Parameters<typeof pack>[0]) => {
    const to = new Writer();
    pack(value, to);
    return to.finish();
  };
  const before = fc.dictionary(
    fc.stringMatching(/^[a-v]{1,9}$/),
    fc.oneof(fc.integer(), fc.string(), fc.boolean()),
  );
  fc.assert(
    fc.property(before, fc.integer(), (fields, winCoins) => {
      const map = { ...fields, winCoins, inner: [{ winCoins: winCoins + 1 }] };
      const read = fieldReader('winCoins')(cursorOf(bytes(map)));
      expect(read).toBe((unpack(cursorOf(bytes(map))) as typeof map).winCoins);
    }),
  );
  expect(() => fieldReader('winCoins')(cursorOf(bytes({ winCoin: 1 })))).toThrow(UnpackError);
});
