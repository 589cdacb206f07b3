import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fairground, memorySessionStore, type SessionStore } from '../../client/sdk/index.ts';

/** A real HTTP server that issues tokens, accepts the latest one only, and can be made to fail. */
let server: Server;
let url: string;
let refreshes: string[];
let latest: number;
let lifetimeMs: number;
let revoked: Set<string>;
let answers: ((path: string) => number)[];
let seenKeys: (string | undefined)[];
let retryAfterSeconds: number;

beforeEach(async () => {
  refreshes = [];
  latest = 0;
  lifetimeMs = 600_000;
  revoked = new Set();
  answers = [];
  seenKeys = [];
  retryAfterSeconds = 0;
  server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const refuse = (status: number, code: string) =>
      send(status, { error: { code, message: code, details: {} } });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const status = answers.shift()?.(path) ?? 200;
    if (status === 0) return void response.destroy();
    if (status === 503) return refuse(503, 'store_unavailable');
    if (status === 429) {
      response.setHeader('retry-after', retryAfterSeconds);
      return refuse(429, 'rate_limited');
    }
    if (path.startsWith('/api/auth/')) {
      if (path.endsWith('/refresh')) {
        const { refreshToken } = JSON.parse(Buffer.concat(chunks).toString()) as { refreshToken: string };
        refreshes.push(refreshToken);
        // As the real server: a token that was spent before ends the session.
        if (refreshToken !== `refresh-${latest}`) return refuse(401, 'unauthorized');
      }
      latest += 1;
      return send(200, {
        player: { id: 'p', nickname: 'p', rank: 'STANDARD', role: 'player' },
        accessToken: `access-${latest}`,
        refreshToken: `refresh-${latest}`,
        expiresAtMs: Date.now() + lifetimeMs,
      });
    }
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (token !== `access-${latest}` || revoked.has(token)) return refuse(401, 'unauthorized');
    seenKeys.push(request.headers['idempotency-key'] as string | undefined);
    if (path === '/api/me/daily') {
      return send(200, { granted: {}, balanceCoins: 1, nextAtMs: 1, balances: { coins: 1, credits: 1 } });
    }
    return send(200, { player: {}, balances: { coins: 5, credits: 0 }, limits: {} });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

const open = (storage: SessionStore = memorySessionStore()) =>
  new Fairground({ url, storage, random: () => 0 });

describe('a session', () => {
  test('outlives the page', async () => {
    const storage = memorySessionStore();
    await open(storage).guest();
    const later = open(storage);
    expect(later.player.value?.id).toBe('p');
    expect((await later.me()).balances.coins).toBe(5);
    expect(later.balances.value).toEqual({ coins: 5, credits: 0 });
  });

  test('is refreshed once for all who meet a 401 together', async () => {
    const fair = open();
    await fair.guest();
    revoked.add('access-1');
    await Promise.all([fair.me(), fair.me(), fair.me()]);
    expect(refreshes).toEqual(['refresh-1']);
  });

  test('is refreshed before it expires', async () => {
    lifetimeMs = 30_000;
    const storage = memorySessionStore();
    await open(storage).guest();
    lifetimeMs = 600_000;
    const later = open(storage);
    await Promise.all([later.me(), later.me()]);
    expect(refreshes).toEqual(['refresh-1']);
    await later.me();
    expect(refreshes).toEqual(['refresh-1']);
  });

  test('that another tab has refreshed is taken over, not refreshed again', async () => {
    const storage = memorySessionStore();
    const first = open(storage);
    await first.guest();
    const second = open(storage);
    revoked.add('access-1');
    await first.me();
    await second.me();
    expect(refreshes).toEqual(['refresh-1']);
    expect(second.player.value).not.toBeNull();
  });

  test('that the server has ended is forgotten', async () => {
    const storage = memorySessionStore();
    const fair = open(storage);
    await fair.guest();
    latest = 40;
    await expect(fair.me()).rejects.toMatchObject({ code: 'unauthorized' });
    expect(fair.player.value).toBeNull();
    expect(storage.read()).toBeNull();
  });

  test('is kept when the refresh only could not be answered', async () => {
    lifetimeMs = 30_000;
    const storage = memorySessionStore();
    await open(storage).guest();
    const later = open(storage);
    answers = [() => 503];
    await expect(later.me()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(later.player.value).not.toBeNull();
    await later.me();
  });

  test('with broken storage starts as nobody', () => {
    const storage = memorySessionStore();
    for (const text of ['{', '{}', 'null', '{"accessToken":1}']) {
      storage.write(text);
      expect(open(storage).player.value).toBeNull();
    }
  });
});

describe('a request', () => {
  test('is repeated when the answer was lost, if that is safe', async () => {
    const fair = open();
    await fair.guest();
    answers = [() => 0, () => 503];
    expect((await fair.me()).balances.coins).toBe(5);
  });

  test('that moves money is repeated with its key', async () => {
    const fair = open();
    await fair.guest();
    answers = [() => 503, () => 0];
    await fair.daily();
    expect(seenKeys).toHaveLength(1);
    expect(seenKeys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('over a limit waits for its reset, since nothing was done; a long wait is the caller’s to tell', async () => {
    answers = [() => 429, () => 429];
    const fair = open();
    await fair.guest();
    expect(latest).toBe(1);
    retryAfterSeconds = 600;
    answers = [() => 429];
    await expect(fair.me()).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterMs: 600_000 },
    });
    expect(answers).toEqual([]);
  });

  test('that makes an account is not repeated when nobody knows whether it did', async () => {
    answers = [() => 0];
    await expect(open().guest()).rejects.toMatchObject({ code: 'unreachable' });
    expect(latest).toBe(0);
  });
});
