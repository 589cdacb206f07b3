import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ERRORS } from '../../domain/protocol/errors.ts';
import { ROUTES } from '../../server/http/routes.ts';
import { contradiction, type Document } from './conform.ts';
import { type LiveApp, refusalOf, startApp } from './liveApp.ts';
import { loadableKinds } from './transports.ts';

const NO_ID = '00000000-0000-4000-8000-000000000000';
const ORIGIN = 'https://elsewhere.example';

describe.each(await loadableKinds())('all of HTTP, on %s', (kind) => {
  let app: LiveApp;
  let staticDir: string;
  let document: Document;
  beforeAll(async () => {
    staticDir = await mkdtemp(join(tmpdir(), 'client-'));
    await mkdir(join(staticDir, 'assets'));
    await writeFile(join(staticDir, 'index.html'), '<!doctype html><title>Fairground</title>');
    await writeFile(join(staticDir, 'assets', 'app-abc123.js'), `// ${'x'.repeat(5_000)}\n`);
    await writeFile(join(staticDir, '.secret'), 'hidden');
    app = await startApp(kind, { staticDir });
    document = (await app.call('GET', '/openapi.json')).body;
  });
  afterAll(async () => {
    await app.stop();
    await rm(staticDir, { recursive: true });
  });

  describe('every route', () => {
    const filled = (path: string) => path.replace('{gameId}', 'not-a-uuid').replaceAll(/\{\w+\}/g, 'x');
    /** `spectator` ones as well: without a token they answer what is public, and there is nothing here that is. */
    const closed = ROUTES.filter(({ access }) => access !== 'public');

    test('is public or not as API.md says', () => {
      const open = ROUTES.filter(({ access }) => access === 'public').map(({ path }) => path);
      for (const path of open) {
        expect(path).toMatch(
          /^\/(healthz|readyz|metrics|openapi\.json|\.well-known\/jwks\.json|api\/(tables|odds|fairness\/crash\/|auth\/|invites\/|strategies\/(leaderboard$|insights\/)))/,
        );
      }
      expect(closed.map(({ path }) => path)).toContain('/api/me');
    });

    test.each(closed.map(({ method, path }) => [method.toUpperCase(), path]))(
      '%s %s refuses without a token, before it looks at anything else',
      async (method, path) => {
        const call = { headers: { 'idempotency-key': 'nonsense' } };
        const answer = await app.call(method, `${filled(path)}?limit=nonsense&cursor=nonsense`, call);
        expect(refusalOf(answer)).toEqual([401, 'unauthorized']);
        expect(refusalOf(await app.call(method, filled(path), { token: 'a.b.c' }))).toEqual([
          401,
          'unauthorized',
        ]);
      },
    );

    test('is in the OpenAPI document, and nothing else is', () => {
      const documented = Object.entries(document.paths as object).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method} ${path}`),
      );
      expect(documented.sort()).toEqual(
        [...ROUTES.map(({ method, path }) => `${method} ${path}`), 'post /matchmake/{method}/{room}'].sort(),
      );
    });
  });

  describe('the OpenAPI document', () => {
    test('is 3.1, and all that it refers to is in it', () => {
      expect(document.openapi).toMatch(/^3\.1\./);
      expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
      expect(references.length).toBeGreaterThan(20);
      for (const [, name] of references) expect(Object.keys(document.components.schemas)).toContain(name);
    });

    test('describes each operation: summary, parameters of its path, answers, security', () => {
      for (const [path, methods] of Object.entries<Document>(document.paths)) {
        for (const operation of Object.values<Document>(methods)) {
          expect(operation.summary, path).toMatch(/.{8,}/);
          const inPath = (operation.parameters ?? []).filter((each: Document) => each.in === 'path');
          expect(inPath.map(({ name }: Document) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
          for (const response of Object.values<Document>(operation.responses)) {
            expect(response.description, path).toMatch(/./);
            expect(Object.keys(response.content).length, path).toBe(1);
          }
          if (path === '/matchmake/{method}/{room}') continue;
          const signedIn = [{ accessToken: [] }];
          const security: Record<string, object[]> = { public: [], spectator: [{}, ...signedIn] };
          expect(operation.security, path).toEqual(security[operation['x-access']] ?? signedIn);
        }
      }
      expect(document.components.securitySchemes.accessToken).toMatchObject({
        type: 'http',
        scheme: 'bearer',
      });
    });

    test('every schema in it is one', () => {
      const $defs = JSON.parse(
        JSON.stringify(document.components.schemas).replaceAll('#/components/schemas/', '#/$defs/'),
      );
      for (const name of Object.keys($defs)) {
        expect(() => z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs }), name).not.toThrow();
      }
    });

    test('gives each refusal its status of the catalogue', () => {
      for (const methods of Object.values<Document>(document.paths)) {
        for (const operation of Object.values<Document>(methods)) {
          for (const [status, { description }] of Object.entries<Document>(operation.responses)) {
            for (const [, code] of description.matchAll(/^`(\w+)`:/gm)) {
              expect(ERRORS[code as keyof typeof ERRORS].status).toBe(Number(status));
            }
          }
        }
      }
      expect(document.components.schemas.Error.properties.error.properties.code.enum.sort()).toEqual(
        Object.keys(ERRORS).sort(),
      );
    });
  });

  describe('what is not there', () => {
    test.each([
      ['GET', '/api/nothing'],
      ['POST', '/api/me'],
      ['DELETE', '/api/tables'],
      ['GET', '/api/auth/guest'],
      ['GET', '/api/admin/nothing'],
      ['GET', '/api'],
      ['GET', '/matchmake/joinOrCreate/crash/x'],
      ['POST', '/'],
      ['GET', '/.well-known/other'],
      ['GET', '/missing.js'],
      ['GET', '/assets/missing-abc.js'],
      ['GET', '/.secret'],
      ['GET', '/..%2f..%2fetc%2fpasswd'],
      ['GET', '/assets%00.js'],
      ['GET', '/%zz'],
    ])('%s %s is 404', async (method, path) => {
      const answer = await app.call(method, path);
      expect(answer.status).toBe(404);
      expect(answer.body.error?.code ?? answer.body.error).toBe('not_found');
    });
  });

  describe('operations', () => {
    test('/healthz answers while /readyz says what is wrong', async () => {
      expect(await app.call('GET', '/healthz')).toMatchObject({ status: 200, body: { alive: true } });
      expect(await app.call('GET', '/readyz')).toMatchObject({
        status: 200,
        body: { ready: true, degraded: [] },
      });
      Object.assign(app.readiness, { ready: false, degraded: ['tables'], checks: { database: 'away' } });
      const answer = await app.call('GET', '/readyz');
      expect(answer).toMatchObject({
        status: 503,
        body: { ready: false, degraded: ['tables'], checks: { database: 'away' } },
      });
      expect(contradiction(document, { method: 'GET', path: '/readyz' }, answer)).toBeNull();
      Object.assign(app.readiness, { ready: true, degraded: [], checks: {} });
    });

    test('/metrics counts by pattern, never by path', async () => {
      for (const path of ['/api/games/1', '/api/games/2', '/api/nope-1', '/api/nope-2'])
        await app.call('GET', path);
      const { body, headers } = await app.call('GET', '/metrics');
      expect(headers.get('content-type')).toMatch(/^text\/plain/);
      expect(body).toMatch(
        /fairground_http_requests_total\{method="GET",route="\/api\/games\/\{gameId\}",status="401"\} \d/,
      );
      expect(body).toContain('route="unmatched"');
      expect(body).not.toMatch(/nope-1|games\/1/);
      expect(body).toMatch(/fairground_errors_total\{source="http",code="unauthorized"\} [1-9]/);
    });
  });

  describe('headers', () => {
    test('another origin may ask, as Colyseus’ SDK does', async () => {
      const preflight = await app.call('OPTIONS', '/api/me/daily', {
        headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-headers')).toMatch(/Authorization.*Idempotency-Key/);
      for (const path of ['/api/tables', '/api/me', '/matchmake/join/nowhere', '/api/nothing']) {
        const { headers } = await app.call('GET', path, { headers: { origin: ORIGIN } });
        expect(headers.get('access-control-allow-origin'), path).toBe(ORIGIN);
        expect(headers.get('vary'), path).toContain('Origin');
      }
      expect((await app.call('GET', '/api/tables')).headers.get('access-control-allow-origin')).toBe('*');
    });

    test('no answer may be sniffed, and no page framed or named to others', async () => {
      for (const path of ['/', '/api/tables', '/api/nothing']) {
        expect((await app.call('GET', path)).headers.get('x-content-type-options'), path).toBe('nosniff');
      }
      const { headers } = await app.call('GET', '/');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    });

    test('sessions are not stored by anyone between', async () => {
      const { headers } = await app.call('POST', '/api/auth/guest');
      expect(headers.get('cache-control')).toBe('no-store');
    });
  });

  describe('the client', () => {
    test('every page of the app is its index, never cached, scripts of our own only', async () => {
      for (const path of ['/', '/tables/main', '/verify/main/5', '/index.html']) {
        const { status, headers, body } = await app.call('GET', path);
        expect(status, path).toBe(200);
        expect(body).toContain('<title>Fairground</title>');
        expect(headers.get('cache-control')).toBe('no-cache');
        expect(headers.get('content-security-policy')).toMatch(
          /script-src 'self';.*connect-src 'self' ws: wss:/,
        );
      }
    });

    test('hashed assets are kept for ever, and sent compressed', async () => {
      const response = await fetch(`${app.base}/assets/app-abc123.js`);
      expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect(response.headers.get('content-encoding')).toBe('gzip');
      expect(await response.text()).toHaveLength(5_004);
      const plain = await app.call('GET', '/assets/app-abc123.js', {
        headers: { 'accept-encoding': 'identity' },
      });
      expect(plain.headers.get('content-encoding')).toBeNull();
      expect(plain.body).toHaveLength(5_004);
    });

    test('what has not changed is not sent again; what has, is', async () => {
      const first = await app.call('GET', '/');
      const headers = { 'if-none-match': first.headers.get('etag')! };
      expect(await app.call('GET', '/', { headers })).toMatchObject({ status: 304, body: '' });
      await writeFile(join(staticDir, 'index.html'), '<!doctype html><title>Fairground</title><p>rebuilt');
      expect(await app.call('GET', '/', { headers })).toMatchObject({
        status: 200,
        body: expect.stringContaining('rebuilt'),
      });
    });

    test('HEAD says how long it is', async () => {
      const get = await app.call('GET', '/', { headers: { 'accept-encoding': 'identity' } });
      const head = await app.call('HEAD', '/', { headers: { 'accept-encoding': 'identity' } });
      expect(head.headers.get('content-length')).toBe(String(get.body.length));
      expect(head.body).toBe('');
    });
  });

  test('with the database away: 503 with its code, no stack, and health goes on', async () => {
    const { body } = await app.call('POST', '/api/auth/guest');
    await app.database.pool.end();
    await app.database.records.close();
    app.auth.sessions.forget(body.player.id);
    app.logs.length = 0;
    for (const [method, path] of [
      ['GET', '/api/me'],
      ['GET', '/api/me/history'],
      ['GET', '/api/me/sessions'],
      ['GET', '/api/me/statistics'],
      ['GET', '/api/fairness/seeds'],
      ['POST', '/api/fairness/seeds/rotate'],
      ['GET', `/api/odds/${'0'.repeat(64)}`],
      ['GET', '/api/datasets'],
      ['GET', `/api/datasets/${NO_ID}`],
      ['DELETE', `/api/datasets/${NO_ID}`],
      ['GET', '/api/fairness/crash/main/rounds/1'],
    ] as const) {
      const answer = await app.call(method, path, { token: body.accessToken });
      expect(refusalOf(answer), path).toEqual([503, 'store_unavailable']);
      expect(contradiction(document, { method, path }, answer)).toBeNull();
    }
    expect((await app.call('GET', '/healthz')).status).toBe(200);
    expect((await app.call('GET', '/api/tables')).status).toBe(200);
    // Odds tables in use are known without it.
    const { body: odds } = await app.call('GET', '/api/odds');
    for (const { oddsHash } of odds.items) {
      expect((await app.call('GET', `/api/odds/${oddsHash}`)).status).toBe(200);
    }
    const errors = app.logs.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);
    expect(errors).toEqual([]);
    app.database.pool.end = async () => {};
  });
});
