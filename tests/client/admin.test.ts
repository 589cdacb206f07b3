import { expect, test } from 'vitest';
import { Admin } from '../../client/sdk/index.ts';
import { ROUTES } from '../../server/http/routes.ts';

type Asked = Parameters<ConstructorParameters<typeof Admin>[0]['asPlayer']>[0];

/** What each method of the SDK's asks for, whatever it is given. */
function everythingAsked(): Asked[] {
  const asked: Asked[] = [];
  const admin = new Admin({
    asPlayer: (request) => {
      asked.push(request);
      return new Promise(() => {});
    },
    asAnyone: () => new Promise(() => {}),
  });
  const methods = Object.getOwnPropertyNames(Admin.prototype).filter((name) => name !== 'constructor');
  for (const name of methods) {
    const method = admin[name as keyof Admin] as (...given: unknown[]) => unknown;
    method.call(admin, 'x', 'x', 'x', 'x');
  }
  return asked;
}

const pathOf = ({ path }: Asked) => path.split('?')[0]!;
const routes = ROUTES.filter(({ path }) => path.startsWith('/api/admin/')).map(({ method, path }) => ({
  name: `${method.toUpperCase()} ${path}`,
  fits: (asked: Asked) =>
    asked.method === method.toUpperCase() &&
    new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathOf(asked)),
}));

test('the SDK has a method for every operators’ route, and none for one that does not exist', () => {
  const asked = everythingAsked();
  expect(routes.length).toBeGreaterThan(10);
  expect(routes.filter(({ fits }) => !asked.some(fits)).map(({ name }) => name)).toEqual([]);
  const nowhere = asked.filter((request) => !routes.some(({ fits }) => fits(request)));
  expect(nowhere.map((request) => `${request.method} ${pathOf(request)}`)).toEqual([]);
});

test('what changes something is sent with a key', () => {
  for (const { method, path, idempotencyKey } of everythingAsked()) {
    if (method !== 'GET')
      expect(idempotencyKey, path).toMatch(/^([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|x)$/);
  }
});
