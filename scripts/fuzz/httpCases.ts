import fc from 'fast-check';
import type { Random } from '../../simulation/random.ts';
import { arbitraryOf, type Json, resolved } from './arbitrary.ts';
import type { Account } from './crew.ts';
import { short, wrongAnswer } from './judge.ts';
import type { Setting } from './roomCases.ts';

export interface Operation {
  method: string;
  path: string;
  /** What is asked for, as the document has it. */
  route: Json;
}

/** The served document, and ids that exist, for paths and bodies. */
export interface Api {
  document: Json;
  operations: Operation[];
  ids: string[];
  admin: Account;
}

export async function readApi(setting: Pick<Setting, 'crew'>, ids: string[], admin: Account): Promise<Api> {
  const document = (await setting.crew.call<Json>('GET', '/openapi.json'))!;
  const operations = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods)
      .filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
      .map(([method, route]) => ({ method: method.toUpperCase(), path, route })),
  );
  return { document, operations, ids, admin };
}

const REQUESTS = 5;

/** Requests that fit what the document says, and ones that nearly do. */
export async function httpCase(setting: Setting, api: Api): Promise<void> {
  // Its own: it may log itself out, delete or exclude itself.
  const account = await setting.crew.guest();
  for (let asked = 0; asked < REQUESTS; asked += 1)
    await ask(setting, api, account, setting.random.pick(api.operations));
}

async function ask(setting: Setting, api: Api, account: Account, operation: Operation): Promise<void> {
  const { random, crew, report } = setting;
  const request = fc.sample(requestOf(operation, api), { seed: random.word() | 0, numRuns: 1 })[0]!;
  const isOperators = operation.path.startsWith('/api/admin/') && random.chance(0.7);
  const token = isOperators ? api.admin.accessToken : account.accessToken;
  const headers: Record<string, string> = { 'idempotency-key': random.uuid(), ...strangeHeaders(random) };
  if (random.chance(0.9)) headers.authorization ??= `Bearer ${token}`;
  if (request.body !== undefined) headers['content-type'] ??= request.contentType;
  const { method } = operation;
  const what = `${method} ${request.target} ${short(headers)} ${short(request.body)}`;
  report.sent(Buffer.from(what));
  const init = { method, headers, ...(request.body === undefined ? {} : { body: request.body }) };
  const answered = await fetch(`${crew.url}${request.target}`, init).catch((error: Error) => error);
  if (answered instanceof Error) return;
  const wrong = wrongAnswer(operation.path, answered.status, await answered.text());
  if (wrong !== null) report.wrong(`${wrong}; asked: ${what}`);
  else if (!isDocumented(operation, answered.status, api))
    report.wrong(`${answered.status} is not documented; asked: ${what}`);
}

/** A status of the route's own, or of what any request may meet: a limit, a body too large, an unknown path. */
function isDocumented({ route }: Operation, status: number, { document }: Api): boolean {
  return (
    route.responses[status] !== undefined ||
    route.responses.default !== undefined ||
    (document['x-refusals'] as string[]).includes(String(status))
  );
}

interface Request {
  target: string;
  body: string | undefined;
  contentType: string;
}

function requestOf({ path, route }: Operation, api: Api): fc.Arbitrary<Request> {
  const { document, ids } = api;
  const parameters: Json[] = (route.parameters ?? []).map((each: Json) =>
    each.$ref === undefined ? each : resolved(each.$ref, document),
  );
  const values = fc.record(
    Object.fromEntries(parameters.map(({ name, schema }) => [name, arbitraryOf(schema, document, ids)])),
    { requiredKeys: parameters.filter((each) => each.in === 'path').map(({ name }) => name) as never[] },
  );
  const content = Object.entries<Json>(route.requestBody?.content ?? {});
  const [contentType = 'application/json', media] = content[0] ?? [];
  const body = media === undefined ? fc.constant(undefined) : bodyOf(contentType, media.schema, api);
  return fc.record({ values, body }).map((drawn) => ({
    target: targetOf(path, parameters, drawn.values as Record<string, unknown>),
    body: drawn.body as string | undefined,
    contentType,
  }));
}

function bodyOf(contentType: string, schema: Json, { document, ids }: Api): fc.Arbitrary<string> {
  const json = arbitraryOf(schema, document, ids).map((value) => JSON.stringify(value) ?? '');
  const deep = fc.constantFrom('['.repeat(60_000), '{"a":'.repeat(12_000), `{"a":${'9'.repeat(60_000)}}`);
  const cut = json.chain((text) => fc.nat(text.length).map((at) => text.slice(0, at)));
  const huge = fc.constant('x'.repeat(70_000));
  return contentType.includes('json')
    ? fc.oneof({ weight: 20, arbitrary: json }, { weight: 2, arbitrary: cut }, deep, huge)
    : fc.string({ unit: 'binary', maxLength: 400 });
}

function targetOf(path: string, parameters: readonly Json[], values: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const { name, in: place } of parameters)
    if (place === 'query' && values[name] !== undefined) query.append(name, wellFormed(values[name]));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(wellFormed(values[name])));
  return query.size === 0 ? filled : `${filled}?${query}`;
}

function wellFormed(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.slice(0, 300).toWellFormed();
}

function strangeHeaders(random: Random): Record<string, string> {
  if (!random.chance(0.3)) return {};
  return random.pick<Record<string, string>>([
    { authorization: 'Bearer ' },
    { authorization: `Bearer ${random.hex(60)}.${random.hex(60)}.${random.hex(60)}` },
    { authorization: 'Basic __proto__' },
    { 'idempotency-key': 'not a uuid' },
    { 'idempotency-key': '' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'x-forwarded-for': '__proto__, 127.0.0.1' },
    { origin: 'null' },
    { 'accept-language': random.hex(500) },
    { 'if-none-match': '"'.repeat(500) },
    { range: 'bytes=0-18446744073709551615' },
    { cookie: `${random.hex(20)}=${random.hex(1_000)}` },
  ]);
}
