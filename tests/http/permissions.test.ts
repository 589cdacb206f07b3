import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPermission, may, type PERMISSIONS } from '../../domain/identity/permissions.ts';
import type { Role } from '../../domain/identity/port.ts';
import { ROUTES } from '../../server/http/routes.ts';
import { contradiction, type Document } from './conform.ts';
import { type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';

// Made from the table of routes: a new one that asks for a permission is in here by itself.

const ROLES = ['player', 'moderator', 'admin'] as const satisfies Role[];
const GUARDED = ROUTES.filter(({ access }) => isPermission(access)).map((route) => ({
  ...route,
  name: `${route.method.toUpperCase()} ${route.path}`,
}));

let app: LiveApp;
let document: Document;
const staff = new Map<Role, SignedIn>();

interface AuditRow {
  request_id: string;
  actor_id: string;
  actor_role: string;
  action: string;
  target: string;
  outcome: string;
  code: string | null;
  address: string;
}

/** What the audit has of an operator's since a line of it. */
function auditOf(playerId: string, sinceId: number): Promise<AuditRow[]> {
  return query(app, 'select * from audit where actor_id = $1 and id > $2 order by id', [playerId, sinceId]);
}

async function lastLine(): Promise<number> {
  return Number((await query<{ id: string }>(app, 'select coalesce(max(id), 0) as id from audit'))[0]!.id);
}

beforeAll(async () => {
  app = await startApp();
  document = (await app.call('GET', '/openapi.json')).body;
  for (const role of ROLES) {
    const signedIn = await signIn(app);
    await query(app, 'update player set role = $2 where id = $1', [signedIn.player.id, role]);
    staff.set(role, signedIn);
  }
}, 120_000);
afterAll(() => app.stop());

test('all that is for operators asks for a permission, has an action of its own, and each permission is known', () => {
  const forOperators = ROUTES.filter(({ path }) => path.startsWith('/api/admin'));
  expect(forOperators.filter(({ access }) => !isPermission(access))).toEqual([]);
  expect(GUARDED.length).toBeGreaterThan(3);
  expect(new Set(GUARDED.map(({ action }) => action)).size).toBe(GUARDED.length);
  for (const { action } of GUARDED) expect(action).toMatch(/^[a-zA-Z]+(\.[a-zA-Z]+)+$/);
  expect(ROUTES.filter(({ access, action }) => !isPermission(access) && action !== null)).toEqual([]);
});

describe.each(GUARDED)('$name', ({ method, path, access, action }) => {
  const filled = path.replaceAll(/\{\w+\}/g, 'x');
  const permission = access as keyof typeof PERMISSIONS;
  const call = (accessToken: string | undefined) =>
    app.call(method.toUpperCase(), filled, {
      ...(accessToken === undefined ? {} : { token: accessToken }),
      ...(method === 'get' ? {} : { body: {}, headers: { 'idempotency-key': randomUUID() } }),
    });

  test('is not for strangers', async () => {
    expect(refusalOf(await call(undefined))).toEqual([401, 'unauthorized']);
  });

  test.each(ROLES)('role %s gets what its row of permissions says, and leaves a trace', async (role) => {
    const { player, accessToken } = staff.get(role)!;
    const before = await lastLine();
    const answer = await call(accessToken);
    const line = { actor_id: player.id, actor_role: role, action, address: '127.0.0.1' };
    const rows = await auditOf(player.id, before);
    expect(new Set(rows.map(({ request_id }) => request_id)).size).toBe(1);
    if (!may(role, permission)) {
      expect(refusalOf(answer)).toEqual([403, 'forbidden']);
      expect(rows).toMatchObject([{ ...line, outcome: 'refused', code: 'forbidden' }]);
    } else {
      // Past the gate: what it says then is about the request, which names nothing that exists.
      expect([401, 403]).not.toContain(answer.status);
      const code = answer.body?.error?.code ?? null;
      const ended = { ...line, outcome: code === null ? 'done' : 'refused', code };
      expect(rows.at(-1)).toMatchObject(ended);
      expect(rows.slice(0, -1)).toMatchObject(
        method === 'get' ? [] : [{ ...line, outcome: 'asked', code: null }],
      );
    }
    expect(contradiction(document, { method: method.toUpperCase(), path: filled }, answer)).toBeNull();
  });
});
