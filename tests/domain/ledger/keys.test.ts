import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '../../../domain/canonicalJson.ts';
import { bodyFingerprint, operationKey } from '../../../domain/ledger/keys.ts';

const part = fc.string();
const namespace = fc.constantFrom('player' as const, 'system' as const);
const quadruple = fc.tuple(namespace, part, part, part);

test('[LE1] a key is a UUID (version 8), the same for the same four parts', () => {
  fc.assert(
    fc.property(quadruple, (parts) => {
      const key = operationKey(...parts);
      expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(operationKey(...parts)).toBe(key);
    }),
  );
});

test('[LE1] different parts give different keys, wherever the boundaries between them lie', () => {
  fc.assert(
    fc.property(quadruple, quadruple, (a, b) => {
      fc.pre(JSON.stringify(a) !== JSON.stringify(b));
      expect(operationKey(...a)).not.toBe(operationKey(...b));
    }),
  );
  expect(operationKey('player', 'ab', 'c', 'd')).not.toBe(operationKey('player', 'a', 'bc', 'd'));
  expect(operationKey('player', '","', '', '')).not.toBe(operationKey('player', '', '","', ''));
});

test('[LE1] no player can make a key of the system', () => {
  fc.assert(
    fc.property(part, part, part, (who, operation, key) => {
      expect(operationKey('player', who, operation, key)).not.toBe(
        operationKey('system', who, operation, key),
      );
    }),
  );
});

test('[LE2] a fingerprint fits a signed 64-bit column and ignores the order of names', () => {
  const body = fc.dictionary(
    fc.string(),
    fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null)),
  );
  fc.assert(
    fc.property(body, (fields) => {
      const fingerprint = bodyFingerprint(fields);
      expect(BigInt.asIntN(64, fingerprint)).toBe(fingerprint);
      expect(bodyFingerprint(Object.fromEntries(Object.entries(fields).reverse()))).toBe(fingerprint);
    }),
  );
});

test('[LE2] what a body says makes a difference, to its types', () => {
  const bodies: JsonValue[] = [
    {},
    { a: 1 },
    { a: '1' },
    { a: null },
    { b: 1 },
    { a: [1] },
    { a: { b: 1 } },
    { a: 1, b: 2 },
    { a: 2, b: 1 },
  ];
  expect(new Set(bodies.map((body) => bodyFingerprint(body))).size).toBe(bodies.length);
  expect(() => bodyFingerprint({ a: Number.NaN })).toThrow('JSON has no NaN');
  expect(() => bodyFingerprint({ a: undefined } as never)).toThrow('JSON has no undefined');
});
