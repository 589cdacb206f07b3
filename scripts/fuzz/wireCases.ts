import { createConnection, type Socket } from 'node:net';
import type { Random } from '../../simulation/random.ts';
import type { Setting } from './roomCases.ts';

const GIVES_UP_AFTER_MS = 1_500;

/** Bytes on a bare connection: what is no HTTP, no handshake, or no websocket frame. */
export async function wireCase({ random, crew, report, kinds, account }: Setting): Promise<void> {
  const { hostname, port } = new URL(crew.url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await Promise.race([closed, new Promise((resolve) => socket.once('connect', resolve))]);
  if (random.chance(0.35)) put(socket, garbledHttp(random), report);
  else {
    const kind = random.pick(kinds);
    const seat = await crew.reserve('joinOrCreate', kind.name, kind.options(random), account.accessToken);
    const path = seat === null ? '/' : `/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}`;
    put(socket, Buffer.from(handshake(path, random)), report);
    if (random.chance(0.8))
      await Promise.race([closed, new Promise((resolve) => socket.once('data', resolve))]);
    for (let frames = random.between(1, 8); frames > 0; frames -= 1) put(socket, rawFrame(random), report);
  }
  // A whole answer, a close, or silence: all are right. What would not be is a server that is gone.
  if (random.chance(0.5)) socket.end();
  const late = setTimeout(() => socket.destroy(), random.chance(0.2) ? GIVES_UP_AFTER_MS : 30);
  await closed;
  clearTimeout(late);
}

function put(socket: Socket, bytes: Uint8Array, report: Setting['report']): void {
  if (socket.destroyed) return;
  report.sent(bytes);
  socket.write(bytes);
}

function handshake(path: string, random: Random): string {
  const version = random.chance(0.9) ? '13' : random.pick(['12', '', '\0', '13, 13']);
  const key = random.chance(0.9) ? 'AAAAAAAAAAAAAAAAAAAAAA==' : random.pick(['', 'x', 'A'.repeat(5_000)]);
  const extra = random.chance(0.2)
    ? 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99\r\n'
    : '';
  return (
    `GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Version: ${version}\r\nSec-WebSocket-Key: ${key}\r\n${extra}\r\n`
  );
}

const LENGTHS = [0, 1, 125, 126, 127, 65_535, 65_536, 2 ** 31, 2 ** 32, 2 ** 53];

/** With a wrong mask, length, opcode, reserved bits, or in pieces that nobody finishes. */
function rawFrame(random: Random): Uint8Array {
  const isFinal = random.chance(0.7) ? 0x80 : 0;
  const reserved = random.chance(0.1) ? random.below(8) << 4 : 0;
  const opcode = random.pick([0, 1, 2, 2, 2, 3, 7, 8, 9, 10, 11, 15]);
  const body = Buffer.from(Array.from({ length: random.below(60) }, () => random.below(256)));
  const told = random.chance(0.85) ? body.length : random.pick(LENGTHS);
  const isMasked = random.chance(0.9);
  const mask = Buffer.from(Array.from({ length: isMasked ? 4 : 0 }, () => random.below(256)));
  if (isMasked) for (let at = 0; at < body.length; at += 1) body[at]! ^= mask[at % 4]!;
  return Buffer.concat([Uint8Array.of(isFinal | reserved | opcode), lengthOf(told, isMasked), mask, body]);
}

function lengthOf(bytes: number, isMasked: boolean): Buffer {
  const first = isMasked ? 0x80 : 0;
  if (bytes < 126) return Buffer.from([first | bytes]);
  if (bytes < 65_536) {
    const head = Buffer.from([first | 126, 0, 0]);
    head.writeUInt16BE(bytes, 1);
    return head;
  }
  const head = Buffer.alloc(9);
  head[0] = first | 127;
  head.writeBigUInt64BE(BigInt(bytes), 1);
  return head;
}

function garbledHttp(random: Random): Uint8Array {
  const method = random.pick(['GET', 'POST', 'BREW', 'get', '', 'A'.repeat(3_000), 'PRI']);
  const target = random.pick([
    ...[
      '/api/me',
      '//evil/api/me',
      '/%',
      '/\xff',
      '/api/../../etc/passwd',
      '*',
      'http://x/y',
      '/api/games/%00',
    ],
    ...[`/${'a'.repeat(9_000)}`, '/api/me/history?limit=\0&cursor=%ff', '/matchmake/joinOrCreate/__proto__'],
  ]);
  const headers = Array.from({ length: random.below(6) }, () =>
    random.pick([
      ...[
        'Content-Length: 5',
        'Content-Length: -1',
        'Content-Length: 99999999999',
        'Transfer-Encoding: chunked',
      ],
      ...[
        'Host:',
        'Host: a, b',
        'Expect: 100-continue',
        `X: ${'y'.repeat(20_000)}`,
        'X-Forwarded-For: __proto__',
      ],
      ...[
        'Authorization: Bearer \xff\xfe',
        'Cookie: =;=;',
        ' folded: header',
        'no colon',
        'Content-Type: \0',
      ],
    ]),
  );
  const body = random.chance(0.5)
    ? ''
    : random.pick(['5\r\nhello\r\n0\r\n\r\n', 'ffffffffffff\r\n', '{"a":', '\0\0']);
  const version = random.pick(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', '']);
  const text = `${method} ${target} ${version}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n${body}`;
  return Buffer.from(text, 'latin1');
}
