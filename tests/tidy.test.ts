import { expect, test } from 'vitest';
import { environmentReads, impurities, randomness, switchedTests } from './tidy/bans.ts';
import { lockfileAddresses, machinePaths, tooLong, vagueName } from './tidy/files.ts';
import { cycles, undeclaredPackages, wrongDirections } from './tidy/layers.ts';
import { ruleFindings, testedRules } from './tidy/rules.ts';
import { type Finding, isCode, parse, repositoryFiles, textOf } from './tidy/sources.ts';
import { outsideTokens } from './tidy/tokens.ts';

const files = repositoryFiles();
const sources = files.filter(isCode).map((path) => parse(path, textOf(path)));
const manifest = JSON.parse(textOf('package.json')) as Record<string, Record<string, string>>;

function expectNone(findings: readonly Finding[]): void {
  expect(findings.map(({ path, problem }) => `${path}: ${problem}`)).toEqual([]);
}

test('the repository is looked at', () => {
  expect(sources.map(({ path }) => path)).toContain('domain/money.ts');
});

test('imports go one way: domain <- db, rooms <- server; domain <- client', () => {
  expectNone(sources.flatMap((source) => wrongDirections(source)));
});

test('no files import each other in a ring', () => {
  expect(cycles(sources)).toEqual([]);
});

test('every imported package stands in package.json', () => {
  const product = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  const forDevelopers = Object.keys(manifest.devDependencies!);
  expectNone(sources.flatMap((source) => undeclaredPackages(source, product, forDevelopers)));
});

test('domain/ knows no clock, no entropy, no process', () => {
  expectNone(sources.flatMap(impurities));
});

test('nothing uses Math.random', () => {
  expectNone(sources.flatMap(randomness));
});

test('only server/config.ts, scripts and tests read the environment', () => {
  expectNone(sources.flatMap(environmentReads));
});

test('every numbered rule has a test, and no test names an unknown one', () => {
  const specs = files
    .filter((path) => path.endsWith('/SPEC.md'))
    .map((path) => ({ path, text: textOf(path) }));
  const tests = sources
    .filter(({ path }) => path.startsWith('tests/') && !path.startsWith('tests/tidy/'))
    .map((source) => ({ path: source.path, rules: testedRules(source) }));
  expect(specs).not.toEqual([]);
  expectNone(ruleFindings(specs, tests));
});

test('no test is switched off or singled out', () => {
  expectNone(sources.flatMap(switchedTests));
});

test('no file does so much that it needs over 350 lines', () => {
  expectNone(files.flatMap((path) => tooLong(path, textOf(path))));
});

test('names say what is inside', () => {
  expectNone(files.flatMap(vagueName));
});

test('colours, spaces, times and sizes of text are those of the tokens', () => {
  const app = files.filter((path) => /^client\/app\/.*\.(css|tsx?)$/.test(path));
  expect(app).toContain('client/app/styles/tokens.css');
  expectNone(app.flatMap((path) => outsideTokens(path, textOf(path))));
});

test('the lockfile pins by integrity and names no address', () => {
  expectNone(lockfileAddresses('package-lock.json', textOf('package-lock.json')));
});

test('no file names a path of one machine', () => {
  const others = files.filter((path) => !path.startsWith('tests/tidy/'));
  expectNone(others.flatMap((path) => machinePaths(path, textOf(path))));
});
