import { connect as connectTcp } from 'node:net';
import { matchMaker } from '@colyseus/core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { createDoor } from '../../server/transport/door.ts';
import {
  connect,
  echo,
  loadableKinds,
  type Running,
  reserve,
  seatPath,
  startTransport,
  talk,
} from './transports.ts';

describe.each(await loadableKinds())('websockets on %s', (kind) => {
  let running: Running;
  let base: string;
  beforeAll(async () => {
    running = await startTransport(kind, echo, { joinTimeoutMs: 2_000 });
    base = running.base;
  });
  afterAll(() => running.transport.shutdown());

  test.each([
    ['an unknown path', '/nothing/to/see', { code: 4002, reason: 'not_found' }, []],
    [
      'a room that all objects have',
      '/process/__proto__?sessionId=x',
      { code: 4002, reason: 'not_found' },
      [],
    ],
    ['a seat that they have', '/process/room?sessionId=constructor', { code: 4002, reason: 'not_found' }, []],
    ['no session', '/process/room', { code: 4002, reason: 'not_found' }, []],
    ['no seat', '/process/room?sessionId=x', { code: 4002, reason: 'not_found' }, [[524, 'not_found']]],
    [
      'a reconnection to nowhere',
      '/process/room?sessionId=x&reconnectionToken=y',
      { code: 4003, reason: 'not_found' },
      [[524, 'not_found']],
    ],
  ])('%s is closed by name', async (_name, path, expected, errors) => {
    const socket = connect(base, path);
    expect(await socket.closed).toEqual(expected);
    expect(socket.errors).toEqual(errors);
  });

  test('a bug in onJoin is an error with a code, without its text', async () => {
    running.logs.length = 0;
    const socket = connect(base, seatPath(await reserve(base, { throw: 'join' })));
    expect(await socket.closed).toEqual({ code: 4002, reason: 'internal' });
    expect(socket.errors).toEqual([[500, 'internal']]);
    const errors = running.logs.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);
    expect(errors).toEqual([expect.objectContaining({ code: 'internal' })]);
  });

  test('a store that is away while a room lets somebody in is told as that, and is no bug', async () => {
    running.logs.length = 0;
    const socket = connect(base, seatPath(await reserve(base, { throw: 'store' })));
    expect(await socket.closed).toEqual({ code: 4002, reason: 'store_unavailable' });
    expect(socket.errors).toEqual([[503, 'store_unavailable']]);
    expect(running.logs.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });

  test('a seat is taken once', async () => {
    const path = seatPath(await reserve(base));
    const first = connect(base, path);
    await first.joined;
    expect(await connect(base, path).closed).toMatchObject({ code: 4002, reason: 'not_found' });
    first.websocket.close();
  });

  test('a frame above 16 KiB ends the connection; the process goes on', async () => {
    const socket = connect(base, seatPath(await reserve(base)));
    await socket.joined;
    socket.websocket.send(Buffer.alloc(16 * 1024 + 1));
    // uWebSockets.js drops the connection without a close frame, which a client sees as 1006.
    expect((await socket.closed).code).toBe(kind === 'ws' ? 1009 : 1006);
    expect((await fetch(base)).status).toBe(200);
  });

  test.each([
    ['nothing', []],
    ['an unknown code', [99]],
    ['a request that ends early', [21, 1, 0xa4, 0x74]],
    ['a payload that ends early', [21, 1, 0xa1, 0x74, 0x81, 0xa1]],
    ['two payloads', [13, 0xa1, 0x74, 1, 2]],
    ['a type that is no text', [13, 0xa1, 0xff]],
    ['nested lists without end', [13, 0xa1, 0x74, ...Array(9_000).fill(0x91)]],
    ['more than there is', [13, 0xa1, 0x74, 0xdd, 0xff, 0xff, 0xff, 0xff]],
    ['a regular expression', [13, 0xa1, 0x74, 0xc7, 0, 0x78, 0x92, 0xa1, 0x61, 0xa0]],
    ['bytes of an unknown type', [17, 0xa1, 0x74, 1]],
  ])('%s as a frame: told as invalid_request or unknown, closed, and no bug', async (_name, bytes) => {
    running.logs.length = 0;
    const socket = connect(base, seatPath(await reserve(base)));
    await socket.joined;
    const again = Uint8Array.from(bytes);
    for (let times = 0; times < 3; times += 1) socket.websocket.send(again);
    const { code } = await socket.closed;
    expect(code).toBe(4002);
    expect(socket.errors).toEqual(bytes[0] === 17 ? [] : [[422, 'invalid_request']]);
    expect(running.logs.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });

  test('a client that never says that it has joined is closed: what it is to be sent would be kept for ever', async () => {
    const websocket = new WebSocket(`${base.replace('http', 'ws')}${seatPath(await reserve(base))}`);
    const closed = new Promise((resolve) =>
      websocket.once('close', (code, why) => resolve([code, String(why)])),
    );
    expect(await closed).toEqual([4002, 'request_timeout']);
  });

  test('of two who come back beside the connection that stands, neither is left without an end', async () => {
    const seat = await reserve(base);
    const standing = connect(base, seatPath(seat));
    await standing.joined;
    const { reconnectionToken } = matchMaker
      .getLocalRoomById(seat.roomId)!
      .clients.find(({ sessionId }) => sessionId === seat.sessionId)!;
    const path = `${seatPath(seat)}&reconnectionToken=${reconnectionToken}`;
    const returns = [connect(base, path), connect(base, path)];
    for (const { closed } of returns) expect(await closed).toEqual({ code: 4002, reason: 'request_timeout' });
    standing.websocket.close();
  });

  test('bytes that are no websocket frame end the connection; nothing is logged without a code', async () => {
    running.logs.length = 0;
    const seat = await reserve(base);
    const tcp = connectTcp(running.transport.port, '127.0.0.1');
    tcp.write(
      `GET ${seatPath(seat)} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    await new Promise((resolve) => tcp.once('data', resolve));
    tcp.write(Buffer.alloc(64, 0xff));
    await new Promise((resolve) => tcp.once('close', resolve));
    expect((await fetch(base)).status).toBe(200);
    const errors = running.logs.map((line) => JSON.parse(line)).filter(({ level }) => level >= 40);
    expect(errors.filter(({ code }) => code === undefined)).toEqual([]);
  });

  test('a client that does not read is cut; the others miss nothing', async () => {
    const frames = 120;
    const bytes = 256 * 1024;
    const slow = connect(base, seatPath(await reserve(base)));
    const seat = await reserve(base);
    const healthy = connect(base, seatPath(seat));
    await Promise.all([slow.joined, healthy.joined]);
    const before = running.counts.cuts;
    slow.websocket.pause();
    // In portions, so that a client that does read stays within its backlog.
    for (let sent = 0; sent < frames; sent++) {
      healthy.websocket.send(request('flood', sent));
      await vi.waitFor(() => expect(healthy.frames).toBe(sent + 1), { timeout: 5_000, interval: 1 });
    }
    await vi.waitFor(() => expect(running.counts.cuts).toBe(before + 1));
    slow.websocket.resume();
    expect((await slow.closed).code).toBe(1006);
    expect(slow.frames).toBeLessThan(frames);
    expect(healthy.websocket.readyState).toBe(healthy.websocket.OPEN);
    healthy.websocket.close();

    function request(type: string, sent: number): Uint8Array {
      return dataFrame(type, { frames: 1, bytes, sent });
    }
  });

  test('[RT12] a connection that is one too many is cut before it is read', async () => {
    let left = 2;
    const guarded = await startTransport(kind, echo, {
      door: { admits: () => left-- > 0, enter: () => () => {} },
    });
    const { port } = guarded.transport;
    const ask = () => talk(port, 'GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n').catch(() => '');
    expect([await ask(), await ask()].map((answer) => answer.slice(9, 12))).toEqual(['200', '200']);
    expect(await ask()).toBe('');
    guarded.transport.shutdown();
  });

  test('[RT13] a websocket that is one too many is told so by name, and the next one may come when another leaves', async () => {
    const clock = { nowMs: () => 0, onTurnedAway: () => {} };
    const guarded = await startTransport(kind, echo, {
      trustedProxies: ['127.0.0.1'],
      door: createDoor({
        ...{ rateLimits: 'on', loadAddresses: [], trustedProxies: ['127.0.0.1'], maxSocketsPerAddress: 1 },
        ...clock,
      }),
    });
    const come = async (address: string) =>
      connect(guarded.base, seatPath(await reserve(guarded.base)), { 'x-forwarded-for': address });
    const first = await come('203.0.113.5');
    await first.joined;
    const second = await come('203.0.113.5');
    expect(await second.closed).toEqual({ code: 4002, reason: 'rate_limited' });
    expect(second.errors).toEqual([[429, 'rate_limited']]);
    const elsewhere = await come('203.0.113.6');
    await elsewhere.joined;
    first.websocket.close();
    await vi.waitFor(() => expect(guarded.counts.closed).toBe(1));
    await (await come('203.0.113.5')).joined;
    guarded.transport.shutdown();
  });

  test('what opened is counted, and what closed', async () => {
    const { opened } = running.counts;
    const socket = connect(base, seatPath(await reserve(base)));
    await socket.joined;
    socket.websocket.close();
    await vi.waitFor(() => expect(running.counts.closed).toBe(running.counts.opened));
    expect(running.counts.opened).toBe(opened + 1);
  });
});

/** A `ROOM_DATA` frame: `[13][type][msgpack]`, for small objects of small integers. */
function dataFrame(type: string, message: Record<string, number>): Uint8Array {
  const bytes = [13, 0xa0 | type.length, ...Buffer.from(type), 0x80 | Object.keys(message).length];
  for (const [name, value] of Object.entries(message)) {
    bytes.push(
      0xa0 | name.length,
      ...Buffer.from(name),
      0xce,
      (value >>> 24) & 255,
      (value >>> 16) & 255,
      (value >>> 8) & 255,
      value & 255,
    );
  }
  return Uint8Array.from(bytes);
}
