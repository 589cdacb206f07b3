import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../server/logger.ts';
import { createTransport } from '../../server/transport/createTransport.ts';
import {
  connect,
  echo,
  listen,
  loadableKinds,
  type Running,
  reserve,
  seatPath,
  seen,
  startTransport,
  talk,
} from './transports.ts';

const FORGED = {
  'x-forwarded-for': '6.6.6.6',
  'x-real-ip': '6.6.6.7',
  'x-client-ip': '6.6.6.8',
  forwarded: 'for=6.6.6.9',
};

/** uWebSockets.js has no binary for musl and some platforms: there `ws` is all there is. */
const kinds = await loadableKinds();
const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
const hasUwsBinary = process.platform === 'linux' && header.glibcVersionRuntime !== undefined;

const json = async (response: Response) => (await response.json()) as Record<string, never>;

describe.each(kinds)('on %s', (kind) => {
  let running: Running;
  let base: string;
  beforeAll(async () => {
    running = await startTransport(kind, echo, { bodyTimeoutMs: 300 });
    base = running.base;
  });
  afterAll(() => running.transport.shutdown());

  describe('HTTP', () => {
    test('every method but the unknown reaches the handler with path, query and body', async () => {
      for (const method of ['GET', 'DELETE', 'PUT', 'PATCH', 'POST']) {
        const body = method === 'GET' ? null : `{"of":"${method}"}`;
        const answer = await json(await fetch(`${base}/a%20b?c=d&e`, { method, body }));
        expect(answer).toMatchObject({ method, path: '/a%20b?c=d&e', body: body ?? '' });
      }
      const raw = await talk(
        running.transport.port,
        'PURGE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      );
      expect(raw).toMatch(/^HTTP\/1.1 40[04] /);
    });

    test('HEAD has the headers of GET and no body; 204 has none either', async () => {
      const get = await fetch(`${base}/x`);
      const head = await fetch(`${base}/x`, { method: 'HEAD' });
      expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
      expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
      expect(await head.text()).toBe('');
      expect((await fetch(`${base}/empty`)).status).toBe(204);
    });

    test('one connection carries one request after the other', async () => {
      const one = 'GET /x HTTP/1.1\r\nHost: x\r\n\r\n';
      const last = 'GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
      const raw = await talk(running.transport.port, one + one + last);
      expect(raw.match(/HTTP\/1.1 200/g)).toHaveLength(3);
    });

    test('a handler that throws is a 500 with a code, and a log line with one', async () => {
      running.logs.length = 0;
      const response = await fetch(`${base}/throw`);
      expect(response.status).toBe(500);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ error: { code: 'internal' } });
      expect(text).not.toMatch(/a bug in a handler|\.ts/);
      expect(running.logs.map((line) => JSON.parse(line))).toContainEqual(
        expect.objectContaining({ code: 'internal', err: expect.objectContaining({ type: 'TypeError' }) }),
      );
    });

    test('an answer whose body breaks is a 500 like any other', async () => {
      running.logs.length = 0;
      const response = await fetch(`${base}/broken`);
      expect([response.status, await json(response)]).toMatchObject([500, { error: { code: 'internal' } }]);
      expect(running.logs.map((line) => JSON.parse(line))).toContainEqual(
        expect.objectContaining({ level: 50, code: 'internal' }),
      );
    });

    test('a client that leaves before its answer harms nobody', async () => {
      const slow = await startTransport(kind, async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return Response.json({});
      });
      const requests = Array.from({ length: 20 }, () => {
        const abort = new AbortController();
        setTimeout(() => abort.abort(), 10);
        return fetch(slow.base, { signal: abort.signal }).catch(() => 'left');
      });
      expect(new Set(await Promise.all(requests))).toEqual(new Set(['left']));
      expect((await fetch(slow.base)).status).toBe(200);
      slow.transport.shutdown();
    });
  });

  describe('bodies', () => {
    const tooLarge = { error: expect.objectContaining({ code: 'payload_too_large' }) };

    test('8 KiB are read, one byte more is refused', async () => {
      const whole = await json(await fetch(base, { method: 'POST', body: 'x'.repeat(8_192) }));
      expect(whole.body).toHaveLength(8_192);
      const response = await fetch(base, { method: 'POST', body: 'x'.repeat(8_193) });
      expect([response.status, await response.json()]).toEqual([413, tooLarge]);
    });

    test('a body of unannounced length is refused as soon as it is too long, not when it ends', async () => {
      const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
      // Never ended: the refusal must not wait for the rest.
      const head = 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
      const raw = await talk(running.transport.port, head + chunk.repeat(5), 'until an answer');
      expect(raw).toMatch(/^HTTP\/1.1 413 /);
      expect(raw).toContain('payload_too_large');
      expect(running.counts.refused).toContain('payload_too_large');
    });

    test('a body that announces too much is refused before it is sent', async () => {
      const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n';
      expect(await talk(running.transport.port, head, 'until an answer')).toMatch(/^HTTP\/1.1 413 /);
    });

    test('a body that does not arrive in time is refused', async () => {
      const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf';
      const raw = await talk(running.transport.port, head, 'until an answer');
      expect(raw).toMatch(/^HTTP\/1.1 408 /);
      expect(raw).toContain('request_timeout');
    });

    test('the refusal of a matchmaking body has Colyseus’ shape', async () => {
      const response = await fetch(`${base}/matchmake/joinOrCreate/probe`, {
        method: 'POST',
        body: `{"x":"${'x'.repeat(70_000)}"}`,
      });
      expect([response.status, await response.json()]).toEqual([
        413,
        { code: 413, error: 'payload_too_large' },
      ]);
    });
  });

  describe('the peer’s address', () => {
    test('is the socket’s, whatever the client writes, and the forged headers are gone', async () => {
      const answer = await json(await fetch(base, { headers: FORGED }));
      expect(answer.peer).toBe('127.0.0.1');
      expect(JSON.stringify(answer)).not.toContain('6.6.6.');
    });

    test('reaches rooms the same way, for matchmaking and for sockets', async () => {
      const seat = await reserve(base, {}, FORGED);
      const socket = connect(base, seatPath(seat), FORGED);
      await socket.joined;
      const { ip, headers } = seen.get(seat.sessionId)!;
      expect(ip).toBe('127.0.0.1');
      expect(headers).not.toContain('6.6.6.');
      socket.websocket.close();
    });

    test('is what a trusted proxy says', async () => {
      const behind = await startTransport(kind, echo, { trustedProxies: ['127.0.0.1'] });
      const answer = await json(await fetch(behind.base, { headers: FORGED }));
      expect(answer.peer).toBe('6.6.6.6');
      const seat = await reserve(behind.base, {}, FORGED);
      const socket = connect(behind.base, seatPath(seat), FORGED);
      await socket.joined;
      expect(seen.get(seat.sessionId)!.ip).toBe('6.6.6.6');
      socket.websocket.close();
      behind.transport.shutdown();
    });
  });

  describe('matchmaking', () => {
    const post = async (path: string, body: string) => {
      const response = await fetch(`${base}/matchmake/${path}`, { method: 'POST', body });
      return { status: response.status, body: await response.json() };
    };

    test.each([
      ['a room that refuses', 'joinOrCreate/probe', '{"refuse":true}', 403, 'forbidden'],
      ['a bug in onAuth', 'joinOrCreate/probe', '{"throw":"type"}', 500, 'internal'],
      ['an exception whose code is no number', 'joinOrCreate/probe', '{"throw":"code"}', 500, 'internal'],
      ['an exception whose code is no status', 'joinOrCreate/probe', '{"throw":"close"}', 500, 'internal'],
      ['malformed JSON', 'joinOrCreate/probe', '{"x":', 422, 'invalid_request'],
      ['options that are a list', 'joinOrCreate/probe', '[]', 422, 'invalid_request'],
      ['an unknown room', 'joinOrCreate/nowhere', '{}', 520, 'not_found'],
      ['an unknown id', 'joinById/nowhere', '{}', 522, 'not_found'],
      ['a vanished room', 'reconnect/nowhere', '{"reconnectionToken":"x"}', 522, 'not_found'],
      ['an unknown method', 'query/probe', '{}', 404, 'not_found'],
      ['a method of the prototype', 'constructor/probe', '{}', 404, 'not_found'],
      ['no room', 'joinOrCreate', '{}', 404, 'not_found'],
      ['too many parts', 'joinOrCreate/probe/x', '{}', 404, 'not_found'],
    ])('%s is answered with a code', async (_name, path, body, status, code) => {
      expect(await post(path, body)).toEqual({ status, body: { code: status, error: code } });
    });

    test('no body counts as no options', async () => {
      expect(await post('joinOrCreate/probe', '')).toMatchObject({ status: 200, body: { name: 'probe' } });
    });

    test('a GET is not found', async () => {
      expect((await fetch(`${base}/matchmake/joinOrCreate/probe`)).status).toBe(404);
    });
  });

  describe('the port', () => {
    // Elsewhere than on Linux, 127.0.0.2 is no address of the machine.
    test.runIf(process.platform === 'linux')('is open on the configured host only', async () => {
      expect(running.transport.port).toBeGreaterThan(0);
      const other = connectTcp(running.transport.port, '127.0.0.2');
      await expect(
        new Promise((resolve, reject) => other.once('connect', resolve).once('error', reject)),
      ).rejects.toThrow(/ECONNREFUSED/);
    });

    test('that is taken is an error that says so, on either transport', async () => {
      for (const second of kinds) {
        const transport = await createTransport({ kind: second, logger: createLogger('silent') });
        await expect(listen(transport, running.transport.port)).rejects.toThrow(
          new RegExp(`127.0.0.1:${running.transport.port}`),
        );
      }
    });

    test('is free again after the shutdown', async () => {
      const first = await startTransport(kind, echo);
      const { port } = first.transport;
      first.transport.shutdown();
      await expect(fetch(first.base)).rejects.toThrow();
      const second = await createTransport({ kind, logger: createLogger('silent') });
      await listen(second, port);
      expect(second.port).toBe(port);
      second.shutdown();
    });
  });
});

test.runIf(hasUwsBinary)('uWebSockets.js loads where it has a binary', async () => {
  expect(kinds).toContain('uws');
  const logs: string[] = [];
  const logger = createLogger('info', { write: (line: string) => void logs.push(line) });
  expect((await createTransport({ kind: 'auto', logger })).kind).toBe('uws');
  expect(logs).toEqual([]);
});
