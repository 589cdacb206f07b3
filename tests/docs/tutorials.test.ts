import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseStrategy } from '../../domain/backtest/parseStrategy.ts';
import { findProgram } from '../../scripts/chromium.mjs';
import { loadOddsTables } from '../../server/oddsTables.ts';
import { ROOT, textOf } from '../tidy/sources.ts';

const run = promisify(execFile);
const tutorial = (name: string) => textOf(`docs/tutorials/${name}.md`);

/** Its code blocks, by language, in order. */
function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1]!);
}

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'fairground-docs-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe.skipIf(!findProgram(['python3']))(
  'verify a round by hand (needs python3)',
  { timeout: 60_000 },
  () => {
    const script = 'docs/tutorials/verify_round.py';
    const served = JSON.parse(readFileSync(join(ROOT, 'tests/fixtures/fairness/served-round.json'), 'utf8'));
    const { game } = served.round as { game: number };

    /** What the script says of a server that answers this. */
    async function said(change: (answer: typeof served) => void): Promise<string> {
      const answer = structuredClone(served);
      change(answer);
      const server = createServer((request, response) =>
        response.end(JSON.stringify(request.url!.includes('/rounds/') ? answer.round : answer.fairness)),
      );
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        return (await run('python3', [join(ROOT, script), url, 'turbo', String(game)])).stdout;
      } catch (error) {
        return (error as { stderr: string }).stderr;
      } finally {
        server.close();
      }
    }

    test('it has twenty lines, and finds a served round valid', async () => {
      expect(
        textOf(script)
          .split('\n')
          .filter((line) => line.trim() !== ''),
      ).toHaveLength(20);
      const line = `game ${game} of turbo is as it was committed to: bust at 10.53x, 3 bets in the book`;
      expect(await said(() => {})).toBe(`${line}\n`);
      expect(tutorial('verify-a-round')).toContain(line);
    });

    test.each<[string, (answer: typeof served) => void]>([
      ['hash', ({ round }) => Object.assign(round, { hash: round.betBookRoot })],
      ['bustHundredths', ({ round }) => Object.assign(round, { bustHundredths: 1_054 })],
      ['bet', ({ round }) => Object.assign(round.bets[0], { amountCoins: 200 })],
      ['bet', ({ round }) => Object.assign(round.bets[1], { playerId: round.bets[0].playerId })],
    ])('another %s is noticed', async (field, change) => {
      expect(await said(change)).toMatch(new RegExp(`AssertionError: ${field}`));
    });
  },
);

test('add a slot machine: what it copies is a machine, and what it says of another one is said', async () => {
  const text = tutorial('add-a-slot-machine');
  const commands = blocks(text, 'sh')[0]!.replace('mkdir machines\n', '').replace('machines/', `${dir}/`);
  await run('sh', ['-c', commands], { cwd: ROOT });
  const { machines } = await loadOddsTables(dir);
  expect([...machines.keys()]).toContain('lucky7');
  const wrong = mkdtempSync(join(dir, 'wrong-'));
  const data = readFileSync(join(dir, 'lucky7.data.ts'), 'utf8').replace(
    'payHundredths: 15_000',
    'payHundredths: 25_000',
  );
  writeFileSync(join(wrong, 'lucky7.data.ts'), data);
  const problem = await loadOddsTables(wrong).then(
    () => '',
    (error: Error) => error.message,
  );
  expect(problem).toMatch(/pays: they return/);
  expect(text).toContain(problem.slice(problem.indexOf('pays: ')));
});

test('write a strategy: the one it shows is one', () => {
  const strategy = JSON.parse(blocks(tutorial('write-a-strategy'), 'json')[0]!);
  expect(parseStrategy(strategy, 1_000)).toMatchObject({ ok: true });
});

test('add a room: its code fits into this very server', { timeout: 180_000 }, async () => {
  const [protocol, rate, state, room, served] = blocks(tutorial('add-a-room'), 'ts') as [
    string,
    string,
    string,
    string,
    string,
  ];
  const clone = mkdtempSync(join(dir, 'clone-'));
  for (const path of ['domain', 'rooms', 'server/defineRooms.ts', 'tsconfig.json', 'package.json'])
    cpSync(join(ROOT, path), join(clone, path), { recursive: true });
  const settings = { extends: './tsconfig.json', include: [], files: ['server/defineRooms.ts'] };
  writeFileSync(join(clone, 'tsconfig.room.json'), JSON.stringify(settings));
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  const change = (path: string, before: string, after: string) => {
    const text = readFileSync(join(clone, path), 'utf8');
    expect(text, path).toContain(before);
    writeFileSync(join(clone, path), text.replace(before, after));
  };
  mkdirSync(join(clone, 'rooms/applause'));
  writeFileSync(join(clone, 'domain/protocol/applause.ts'), protocol);
  writeFileSync(join(clone, 'rooms/applause/state.ts'), state);
  writeFileSync(join(clone, 'rooms/applause/applauseRoom.ts'), room);
  change('domain/rates/rates.ts', '  backtest: {', `  ${rate.trim()}\n  backtest: {`);
  const [imported, defined] = served.trim().split('\n') as [string, string];
  change('server/defineRooms.ts', 'import {', `${imported}\nimport {`);
  change('server/defineRooms.ts', "  server.define('lobby'", `  ${defined}\n  server.define('lobby'`);
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const checked = await run(process.execPath, [
    tsc,
    '--noEmit',
    '-p',
    join(clone, 'tsconfig.room.json'),
  ]).catch((error) => error);
  expect(checked.stdout).toBe('');
});

describe.concurrent('commands that documents name', () => {
  test.each([
    'verify',
    'proveOdds',
    'admin',
    'backup',
    'restore',
    'loadtest',
    'simulate',
    'cluster',
    'pictures',
    'supply',
    'sdk',
    'bench/main',
  ])(
    'scripts/%s.ts says what it takes instead of what went wrong inside',
    { timeout: 120_000 },
    async (script) => {
      const asked = run(process.execPath, [`scripts/${script}.ts`, '--nonsense'], { cwd: ROOT });
      const refused = (await asked.catch((error) => error)) as {
        code: number;
        stdout: string;
        stderr: string;
      };
      expect(refused.code).toBeGreaterThan(0);
      expect(refused.stdout).toBe('');
      expect(refused.stderr).not.toMatch(/\n {4}at /);
      expect(refused.stderr.trim()).not.toBe('');
    },
  );
});
