import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOverfull } from '../../server/transport/bodyCheck.ts';

const overfull = (text: string) => isOverfull(Buffer.from(text));

test.each([
  ['100 lists in each other', `${'['.repeat(100)}"${'x'.repeat(2_000)}"${']'.repeat(100)}`, false],
  ['101', `${'['.repeat(101)}"${'x'.repeat(2_000)}"${']'.repeat(101)}`, true],
  ['101 objects', `${'{"a":'.repeat(101)}"${'x'.repeat(2_000)}"${'}'.repeat(101)}`, true],
  ['101 lists side by side', `[${'[],'.repeat(1_000)}[]]`, false],
  ['4,001 elements', `[${'1,'.repeat(4_000)}1]`, false],
  ['4,002 elements', `[${'1,'.repeat(4_001)}1]`, true],
  ['brackets and commas in a text', `{"a":"${'[{,\\"'.repeat(5_000)}"}`, false],
  ['what never ends', '['.repeat(60_000), true],
  ['no JSON', 'x'.repeat(60_000), false],
])('%s', (_name, text, is) => {
  expect(overfull(text)).toBe(is);
});

test('no request of a usual size is', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 20 }), (value) => !overfull(JSON.stringify(value))));
});
