import fc from 'fast-check';

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is JSON of any shape
export type Json = any;

/** JSON that fits a schema of the document, and now and then, at any depth, JSON that does not. */
export function arbitraryOf(schema: Json, document: Json, ids: readonly string[]): fc.Arbitrary<unknown> {
  const fitting = fittingOf(schema ?? {}, document, ids);
  return fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: STRANGE });
}

const STRANGE: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    '',
    0,
    -1,
    null,
    [],
    {},
    '\0',
    2 ** 53,
    1e308,
    '__proto__',
    true,
    ' '.repeat(9_000),
  ),
  fc.string({ unit: 'binary', maxLength: 50 }),
  // An own `__proto__`, as JSON.parse makes one.
  fc.constant(
    JSON.parse('{"__proto__":{"role":"admin","isAdmin":true},"constructor":{"prototype":{"role":"admin"}}}'),
  ),
);

function fittingOf(schema: Json, document: Json, ids: readonly string[]): fc.Arbitrary<unknown> {
  const inner = (part: Json) => arbitraryOf(part, document, ids);
  if (schema.$ref !== undefined) return inner(resolved(schema.$ref, document));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(inner));
  if (schema.allOf !== undefined)
    return fc.tuple(...schema.allOf.map(inner)).map((parts: unknown[]) => Object.assign({}, ...parts));
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return fc.oneof(...types.map((type: string) => ofType(type, schema, document, ids)));
}

function ofType(type: string, schema: Json, document: Json, ids: readonly string[]): fc.Arbitrary<unknown> {
  const inner = (part: Json) => arbitraryOf(part, document, ids);
  switch (type) {
    case 'integer':
      return wholeNumber(schema);
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e15, max: schema.maximum ?? 1e15, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(inner(schema.items), { minLength: schema.minItems ?? 0, maxLength: 4 });
    case 'object':
      return object(schema, inner);
    case 'string':
      return text(schema, ids);
    default:
      return STRANGE;
  }
}

function wholeNumber({ minimum, maximum, exclusiveMinimum }: Json): fc.Arbitrary<number> {
  const min = Math.max(minimum ?? exclusiveMinimum ?? -(2 ** 40), -(2 ** 53) + 1);
  return fc.integer({ min: Math.ceil(min), max: Math.min(maximum ?? 2 ** 40, 2 ** 53 - 1) });
}

function object(schema: Json, inner: (part: Json) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const known = fc.record(Object.fromEntries(properties.map(([name, part]) => [name, inner(part)])), {
    requiredKeys: (schema.required ?? []).filter((name: string) => name in (schema.properties ?? {})),
  });
  if (typeof schema.additionalProperties !== 'object') return known;
  const others = fc.dictionary(fc.string({ maxLength: 20 }), inner(schema.additionalProperties), {
    maxKeys: 4,
  });
  return fc.tuple(known, others).map(([one, other]) => ({ ...other, ...(one as object) }));
}

function text(schema: Json, ids: readonly string[]): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return fc.oneof(fc.constantFrom(...ids), fc.uuid());
  if (schema.pattern !== undefined)
    return fc.oneof(fc.stringMatching(new RegExp(schema.pattern)), fc.string());
  return fc.oneof(
    fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 40, 200) }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(...ids),
  );
}

export function resolved($ref: string, document: Json): Json {
  return $ref
    .split('/')
    .slice(1)
    .reduce((part, name) => part[name], document);
}
