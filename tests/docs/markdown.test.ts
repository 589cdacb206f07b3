import { expect, test } from 'vitest';
import { parse } from '../tidy/sources.ts';
import { schemaFieldsOf, settingsOf, wireNamesOf } from './contract.ts';
import { brokenLinks, codeWords, scriptsNamed, section, tableRows } from './markdown.ts';

test('tables are read without their headers, code blocks are not tables', () => {
  const text = '| a | b |\n|---|:-:|\n| `x` | 1 \\| 2 |\n\n```\n| no | table |\n```\n| c |\n|---|\n| y |\n';
  expect(tableRows(text)).toEqual([['`x`', '1 \\| 2'], ['y']]);
});

test('a section ends at the next heading of its level', () => {
  const text = '# A\n## B\none\n### C\ntwo\n## D\nthree';
  expect(section(text, '## B')).toBe('one\n### C\ntwo');
  expect(section(text, '## E')).toBe('');
});

test('words in backticks are taken apart', () => {
  expect([...codeWords('`bet {key, amountCoins?}` and not this')]).toEqual(['bet', 'key', 'amountCoins']);
});

test('links to missing files and headings are found', () => {
  const files: Record<string, string> = { 'docs/A.md': '# The ledger, in short\n', 'server/main.ts': '' };
  const exists = (path: string) =>
    Object.keys(files).some((file) => file === path || file.startsWith(`${path}/`));
  const text =
    '[a](A.md) [b](A.md#the-ledger-in-short) [c](../server/main.ts) [d](../server/) [e](https://example.org) ' +
    '[f](B.md) [g](A.md#the-lodger) [h](#nowhere) ![i](images/i.png)\n```\n[j](nowhere)\n```\n# Here\n[k](#here)';
  const read = (path: string) => (path === 'docs/X.md' ? text : files[path]!);
  const broken = brokenLinks('docs/X.md', text, (path) => path === 'docs/X.md' || exists(path), read);
  expect(broken.map(({ problem }) => problem.split(' ')[0])).toEqual([
    'B.md',
    'A.md#the-lodger',
    '#nowhere',
    'images/i.png',
  ]);
});

test('npm scripts are found in text and in code', () => {
  expect(scriptsNamed('`npm start`, npm run verify -- --url x, `npm run -s bench` and npm ci')).toEqual([
    'start',
    'verify',
    'bench',
  ]);
});

test('settings, wire names and schema fields are read from the source', () => {
  const config =
    "const VARIABLES = { PORT: { may: 'x', unset: 2_567 }, NAMES: { unset: [] as string[] } } as const;";
  expect(settingsOf(parse('server/config.ts', config))).toEqual([
    { name: 'PORT', unset: '2_567' },
    { name: 'NAMES', unset: '[] as string[]' },
  ]);
  const room =
    "class A extends Room { messages = { bet: f(), ack: g() }; tell(c) { c.send('own', {}); this.broadcast('all'); } }";
  expect(wireNamesOf(parse('rooms/a/aRoom.ts', room))).toEqual({
    requests: ['bet', 'ack'],
    messages: ['own', 'all'],
  });
  expect(
    schemaFieldsOf(parse('rooms/a/state.ts', "const S = schema({ a: t.string(), b: t.array(X) }, 'S');")),
  ).toEqual(['a', 'b']);
});
