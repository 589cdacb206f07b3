import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BodyError, PACE_BYTES } from '../../server/transport/streamedBody.ts';
import type { HttpHandler } from '../../server/transport/types.ts';
import { loadableKinds, type Running, startTransport, talk } from './transports.ts';

const MOST_BYTES = 4 * 1_048_576;
const KIB_64 = 'x'.repeat(65_536);
const BODY_TIMEOUT_MS = 300;

/** What came of the bodies that were read to their end or error. */
const ends: string[] = [];
/** Requests whose bodies are being read. */
const reading = new Set<Request>();
/** Reads the body under `/held`; null while none has come. */
let hold: (() => void) | null = null;

async function letGo(): Promise<void> {
  await expect.poll(() => hold, { timeout: 10_000 }).not.toBeNull();
  hold!();
  hold = null;
}

const handler: HttpHandler = async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === '/unread') return Response.json({ unread: true });
  if (pathname === '/held') {
    await new Promise<void>((resolve) => {
      hold = resolve;
    });
  }
  let bytes = 0;
  reading.add(request);
  try {
    for await (const chunk of request.body ?? []) bytes += chunk.length;
  } catch (error) {
    const code = error instanceof BodyError ? error.code : 'another error';
    ends.push(code);
    return Response.json({ code }, { status: 400 });
  }
  ends.push('whole');
  return Response.json({ bytes });
};

describe.each(await loadableKinds())('[BT71] streamed bodies, on %s', (kind) => {
  let running: Running;
  let port: number;
  beforeAll(async () => {
    running = await startTransport(kind, handler, { bodyTimeoutMs: BODY_TIMEOUT_MS });
    running.transport.attachHttp(handler, (method, path) =>
      method === 'POST' && path !== '/small' ? MOST_BYTES : null,
    );
    port = running.transport.port;
  });
  afterAll(() => running.transport.shutdown());

  const head = (path: string, headers: string) => `POST ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`;
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const post = (path: string, body: string) => fetch(running.base + path, { method: 'POST', body });

  test('are read whole up to the limit, none at all too; other routes keep theirs', async () => {
    expect(await (await post('/read', 'x'.repeat(MOST_BYTES))).json()).toEqual({ bytes: MOST_BYTES });
    expect(await (await post('/read', '')).json()).toEqual({ bytes: 0 });
    expect((await post('/small', `${KIB_64}x`)).status).toBe(413);
  });

  test('one byte more is refused: before it is sent, or when it arrives', async () => {
    const announced = await talk(port, head('/read', `Content-Length: ${MOST_BYTES + 1}`), 'until an answer');
    expect(announced).toMatch(/^HTTP\/1.1 413 /);
    ends.length = 0;
    const chunks = chunk(KIB_64).repeat(65);
    const counted = await talk(port, head('/read', 'Transfer-Encoding: chunked') + chunks, 'until an answer');
    expect(counted).toMatch(/^HTTP\/1.1 400 .*payload_too_large/s);
    expect(ends).toEqual(['payload_too_large']);
    expect(running.counts.refused).toContain('payload_too_large');
  });

  test('an answer without reading waits for the body, and the connection goes on', async () => {
    const body = 'x'.repeat(3 * 1_048_576);
    const first = `${head('/unread', `Content-Length: ${body.length}`)}${body}`;
    const last = head('/read', 'Content-Length: 2\r\nConnection: close');
    const raw = await talk(port, `${first}${last}ab`);
    expect(raw.match(/HTTP\/1.1 200/g)).toHaveLength(2);
    expect(raw).toContain('{"bytes":2}');
  });

  test('a connection that was held back carries the next request', async () => {
    const body = 'x'.repeat(MOST_BYTES);
    for (let round = 0; round < 3; round++) {
      const held = post('/held', body);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await letGo();
      expect(await (await held).json()).toEqual({ bytes: MOST_BYTES });
    }
  });

  test('while nobody reads, the sender has to wait, and is not late', async () => {
    const socket = connectTcp(port, '127.0.0.1');
    let received = '';
    socket.on('data', (data) => {
      received += data.toString();
    });
    socket.write(head('/held', `Content-Length: ${MOST_BYTES}`));
    // More than waits in the process, and less than the sockets' own buffers could hide.
    socket.write('x'.repeat(MOST_BYTES - 1));
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(received).toBe('');
    await letGo();
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.write('x');
    await expect.poll(() => received).toContain(`{"bytes":${MOST_BYTES}}`);
    socket.destroy();
  });

  test('what arrives while the process itself stands still is not late', async () => {
    const body = 'x'.repeat(3 * PACE_BYTES);
    const socket = connectTcp(port, '127.0.0.1');
    let received = '';
    socket.on('data', (data) => {
      received += data.toString();
    });
    reading.clear();
    socket.write(head('/read', `Content-Length: ${body.length}`));
    await expect.poll(() => reading.size).toBe(1);
    // Both ends live in this process: the rest is with the kernel, and nobody reads it until the time has long run out.
    socket.write(body);
    for (const untilMs = performance.now() + 2 * BODY_TIMEOUT_MS; performance.now() < untilMs; );
    await expect.poll(() => received).toContain(`{"bytes":${body.length}}`);
    socket.destroy();
  });

  test('one that stops, or trickles, is late', async () => {
    ends.length = 0;
    const stopped = await talk(port, `${head('/read', 'Content-Length: 10')}half`, 'until an answer');
    expect(stopped).toMatch(/^HTTP\/1.1 400 .*request_timeout/s);

    const socket = connectTcp(port, '127.0.0.1');
    let received = '';
    socket.on('data', (data) => {
      received += data.toString();
    });
    socket.on('error', () => {});
    socket.write(head('/read', 'Content-Length: 1000'));
    const trickle = setInterval(() => socket.write('x'), 50);
    await expect.poll(() => received, { timeout: 5_000 }).toContain('request_timeout');
    clearInterval(trickle);
    socket.destroy();
    expect(ends).toEqual(['request_timeout', 'request_timeout']);
  });

  test('who leaves is gone', async () => {
    ends.length = 0;
    const socket = connectTcp(port, '127.0.0.1');
    socket.write(`${head('/read', 'Content-Length: 1000')}half`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await expect.poll(() => ends).toEqual(['gone']);
    expect((await post('/read', 'x')).status).toBe(200);
  });
});
