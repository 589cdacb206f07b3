import { describe, expect, test } from 'vitest';
import { environmentReads, impurities, randomness, switchedTests } from './bans.ts';
import { lockfileAddresses, machinePaths, tooLong, vagueName } from './files.ts';
import { cycles, undeclaredPackages, wrongDirections } from './layers.ts';
import { ruleFindings, rulesIn, testedRules } from './rules.ts';
import { parse } from './sources.ts';
import { outsideTokens } from './tokens.ts';

/** The problems that a checker finds in one small file. */
function problems(
  check: (source: ReturnType<typeof parse>) => { problem: string }[],
  path: string,
  text: string,
) {
  return check(parse(path, text)).map(({ problem }) => problem);
}

describe('import directions', () => {
  const directions = (path: string, text: string) =>
    problems((source) => wrongDirections(source), path, text);

  test.each([
    ['domain/crash/round.ts', "import { readFileSync } from 'node:fs';"],
    ['domain/crash/round.ts', "import type { Room } from '@colyseus/core';"],
    ['domain/crash/round.ts', "import { z } from 'zod';"],
    ['domain/crash/round.ts', "export * from '../../rooms/seat.ts';"],
    ['domain/crash/round.ts', "const clock = await import('../../server/clock.ts');"],
    ['domain/crash/round.ts', "type Clock = import('../../server/clock.ts').Clock;"],
    ['rooms/crash/crashRoom.ts', "import { orm } from '../../db/orm.ts';"],
    ['rooms/crash/crashRoom.ts', "import { z } from 'zod';"],
    ['rooms/crash/crashRoom.ts', "import { MikroORM } from '@mikro-orm/core';"],
    ['db/orm.ts', "import { config } from '../server/config.ts';"],
    ['db/orm.ts', "import { Room } from '@colyseus/core';"],
    ['server/main.ts', "import { Fairground } from '../client/sdk/index.ts';"],
    ['client/sdk/session.ts', "import { screen } from '../app/screen.tsx';"],
    ['client/sdk/session.ts', "import { readFileSync } from 'node:fs';"],
    ['client/app/main.tsx', "import { createHash } from 'node:crypto';"],
    ['client/app/main.tsx', "import { config } from '../../server/config.ts';"],
    ['loadtest/crash.ts', "import { Fairground } from '../client/sdk/index.ts';"],
  ])('%s must not contain: %s', (path, text) => {
    expect(directions(path, text)).toHaveLength(1);
  });

  test.each([
    ['domain/fairness/verify.ts', "import { sha256 } from '@noble/hashes/sha2.js'; import '../money.ts';"],
    ['domain/protocol/crash.ts', "import { z } from 'zod';"],
    ['rooms/requests.ts', "import type { z } from 'zod'; import { Room } from '@colyseus/core';"],
    ['db/stores/ledger.ts', "import pg from 'pg'; import { ok } from '../../domain/result.ts';"],
    [
      'server/main.ts',
      "import { lobbyRoom } from '../rooms/lobby/lobbyRoom.ts'; import { pino } from 'pino';",
    ],
    ['client/app/main.tsx', "import { Fairground } from '../sdk/index.ts'; import './main.css';"],
    ['scripts/verify.ts', "import { orm } from '../db/orm.ts'; import '../client/sdk/index.ts';"],
  ])('%s may contain: %s', (path, text) => {
    expect(directions(path, text)).toEqual([]);
  });

  test('a package that is only there by somebody else’s grace is named', () => {
    const check = (path: string, text: string) =>
      problems((source) => undeclaredPackages(source, ['pg'], ['vitest', '@types/ws']), path, text);
    expect(check('db/orm.ts', "import pg from 'pg'; import type { WebSocket } from 'ws';")).toEqual([]);
    expect(check('db/orm.ts', "import { WebSocket } from 'ws';")).toHaveLength(1);
    expect(check('db/orm.ts', "import { test } from 'vitest';")).toHaveLength(1);
    expect(check('tests/db/orm.test.ts', "import { test } from 'vitest';")).toEqual([]);
  });

  test('a ring is found, whatever leads into it', () => {
    const files = {
      'a/start.ts': "import './one.ts';",
      'a/one.ts': "import '../b/two.ts';",
      'b/two.ts': "import type { Three } from './three.ts';",
      'b/three.ts': "export * from '../a/one.ts';",
      'b/leaf.ts': "import './three.ts';",
    };
    const sources = Object.entries(files).map(([path, text]) => parse(path, text));
    expect(cycles(sources)).toEqual([['a/one.ts', 'b/three.ts', 'b/two.ts']]);
    expect(cycles(sources.filter(({ path }) => path !== 'b/three.ts'))).toEqual([]);
    expect(cycles([parse('a/self.ts', "import './self.ts';")])).toEqual([['a/self.ts']]);
  });
});

describe('bans', () => {
  test.each([
    'const now = Date.now();',
    "const now = Date['now']();",
    'const today = new Date();',
    'const t = performance.now();',
    'const id = crypto.randomUUID();',
    'const { env } = process;',
    'const bag = { process };',
    'const t = globalThis.performance;',
    'setTimeout(run, 5);',
    'const b = Buffer.from(text) as Uint8Array;',
  ])('domain/ must not contain: %s', (text) => {
    expect(problems(impurities, 'domain/a.ts', text)).toHaveLength(1);
    expect(problems(impurities, 'server/a.ts', text)).toEqual([]);
  });

  test.each([
    'const { at } = round.process;',
    'interface Step { process: string; crypto: number }',
    'const step = { process: 1 };',
    '// Date.now() and process.env in a comment',
    "const text = 'Date.now() performance.now()';",
    'function parse(text: string): Date | null { return null; }',
  ])('domain/ may contain: %s', (text) => {
    expect(problems(impurities, 'domain/a.ts', text)).toEqual([]);
  });

  test('Math.random is found wherever it stands', () => {
    expect(problems(randomness, 'client/app/a.tsx', 'const x = <p>{Math.random()}</p>;')).toEqual([
      'line 1: Math.random',
    ]);
    expect(problems(randomness, 'scripts/a.mjs', 'export const f = Math.random;')).toHaveLength(1);
    expect(problems(randomness, 'a.ts', 'Math.floor(round.random());')).toEqual([]);
  });

  test('the environment is read in one place', () => {
    const read = 'const port = process.env.PORT;';
    expect(problems(environmentReads, 'server/main.ts', read)).toHaveLength(1);
    expect(problems(environmentReads, 'db/orm.ts', 'const all = process.env;')).toHaveLength(1);
    expect(problems(environmentReads, 'server/config.ts', read)).toEqual([]);
    expect(problems(environmentReads, 'scripts/a.ts', read)).toEqual([]);
    expect(
      problems(environmentReads, 'db/a.ts', "spawn(x, { env: { ...process.env, LC_ALL: 'C' } });"),
    ).toEqual([]);
  });

  test('a test that is switched off is found', () => {
    const check = (text: string) => problems(switchedTests, 'tests/a.test.ts', text);
    expect(check("test.skip('a', () => {});")).toEqual(['line 1: test.skip']);
    expect(check("\ndescribe.concurrent.only('a', () => {});")).toEqual(['line 2: describe.only']);
    expect(check("it.todo('a');")).toHaveLength(1);
    expect(check("test.skipIf(!redis)('a', () => { list.skip(2); });")).toEqual([]);
  });
});

describe('rules', () => {
  test('a title names its rules at its beginning', () => {
    expect(rulesIn('[CR2] a bet')).toEqual(['CR2']);
    expect(rulesIn('[CR2] [LE10] a bet')).toEqual(['CR2', 'LE10']);
    expect(rulesIn('[CR2, CR3] a bet')).toEqual(['CR2', 'CR3']);
    expect(rulesIn('a bet like that of [CR2]')).toEqual([]);
  });

  test('tests are found behind each, skipIf and templates', () => {
    const text = `
      test('[CR1] a', () => {});
      test.each(rows)('[CR2] %s', () => {});
      describe.skipIf(!found)(\`[CR3] \${store}\`, () => {});
      for (const { title } of [{ title: '[CR4] b' }]) test(title, () => {});
    `;
    expect(testedRules(parse('tests/a.test.ts', text))).toEqual(['CR1', 'CR2', 'CR3', 'CR4']);
  });

  test('a rule without a test, a test without a rule and a doubled rule are named', () => {
    const specs = [
      { path: 'domain/a/SPEC.md', text: '# A\n\n- **AA1** one, as **AA9** says.\n- **AA2** two\n' },
      { path: 'domain/b/SPEC.md', text: '**AA2.** again\n' },
      { path: 'domain/c/SPEC.md', text: 'nothing numbered\n' },
    ];
    const found = ruleFindings(specs, [{ path: 'tests/a.test.ts', rules: ['AA1', 'AA3', 'AA3'] }]);
    expect(found.map(({ path, problem }) => `${path}: ${problem}`)).toEqual([
      'domain/b/SPEC.md: AA2 stands in domain/a/SPEC.md already',
      'domain/c/SPEC.md: holds no numbered rule',
      'domain/b/SPEC.md: AA2 has no test that bears its number',
      'tests/a.test.ts: AA3 stands in no SPEC.md',
    ]);
  });
});

describe('files', () => {
  test('a long file is named, data and migrations are not', () => {
    const long = 'x;\n'.repeat(351);
    expect(tooLong('rooms/a.ts', long)).toHaveLength(1);
    expect(tooLong('rooms/a.ts', 'x;\n'.repeat(350))).toEqual([]);
    expect(tooLong('domain/slots/neon3.data.ts', long)).toEqual([]);
    expect(tooLong('db/migrations/Migration1.ts', long)).toEqual([]);
    expect(tooLong('docs/OPERATIONS.md', long)).toEqual([]);
  });

  test('a name that says nothing is named', () => {
    expect(vagueName('server/utils/time.ts')).toHaveLength(1);
    expect(vagueName('domain/helpers.ts')).toHaveLength(1);
    expect(vagueName('client/app/Common.test.tsx')).toHaveLength(1);
    expect(vagueName('domain/commonality.ts')).toEqual([]);
  });

  test('a path of one machine is named', () => {
    expect(machinePaths('a.md', 'first\nsee /home/mia/fairground')).toEqual([
      { path: 'a.md', problem: 'line 2: a path of one machine: /home/m' },
    ]);
    expect(machinePaths('a.ts', "const data = '/root/.data';")).toHaveLength(1);
    expect(machinePaths('a.md', 'http://localhost/work/1 and docs/home/page, a / root / b')).toEqual([]);
  });

  test('a lockfile with addresses or without integrity is named', () => {
    const lock = {
      packages: { '': {}, 'node_modules/a': { resolved: 'https://x' }, 'node_modules/b': { integrity: 'x' } },
    };
    expect(
      lockfileAddresses('package-lock.json', JSON.stringify(lock)).map(({ problem }) => problem),
    ).toEqual(['node_modules/a names an address', 'node_modules/a has no integrity']);
  });
});

describe('tokens', () => {
  test.each([
    ['client/app/a.css', '.a { color: #fff; }'],
    ['client/app/a.css', '.a { background: rgb(1 2 3 / 4%); }'],
    ['client/app/a.css', '.a { font-size: 0.9rem; }'],
    ['client/app/a.css', '.a {\n  padding: var(--space-4) 7px;\n}'],
    ['client/app/a.css', '.a { transition: color 120ms; }'],
    ['client/app/a.css', '.a { border-radius: 6px; }'],
    ['client/app/a.tsx', "const a = <path fill='#35e0e6' />;"],
  ])('%s must not contain: %s', (path, text) => {
    expect(outsideTokens(path, text)).toHaveLength(1);
  });

  test.each([
    ['client/app/a.css', '.a { color: var(--cyan); font-size: 1.2em; margin: 0 auto; width: 40px; }'],
    ['client/app/a.css', '/* about #fff */ .a { border-radius: 50%; }'],
    ['client/app/a.tsx', "const a = <a href='#main'>x</a>;"],
    ['client/app/art/a.tsx', "const a = <path fill='#35e0e6' />;"],
    ['client/app/styles/tokens.css', ':root { --a: #fff; }'],
  ])('%s may contain: %s', (path, text) => {
    expect(outsideTokens(path, text)).toEqual([]);
  });
});
