import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isFine, licenceList, licenceOf } from '../../scripts/supply/licences.ts';
import { INSTALL_SCRIPTS, lockedPackages } from '../../scripts/supply/lockfile.ts';
import { makeSbom } from '../../scripts/supply/sbom.ts';

const root = new URL('../../', import.meta.url);
const packages = lockedPackages(root);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

test('every package is locked by its hash, and asked for by one exact version', () => {
  expect(packages.filter(({ integrity }) => !integrity?.startsWith('sha512-'))).toEqual([]);
  const own = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const asked = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.entries(own[kind]!),
  );
  expect(asked.filter(([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('the lockfile names no registry', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved"|https?:\/\/registry/);
});

test('the only packages with an install script are the known ones', () => {
  const scripts = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
  expect(scripts).toEqual(INSTALL_SCRIPTS);
});

test('docs/LICENCES.md is what the lockfile says (npm run supply -- --write), and all of it may be used', () => {
  expect(read('docs/LICENCES.md')).toBe(licenceList(packages));
  expect(packages.filter((one) => !isFine(licenceOf(one)))).toEqual([]);
});

test.each([
  ['MIT', true],
  ['(MIT OR CC0-1.0)', true],
  ['MIT OR GPL-2.0', true],
  ['MIT AND GPL-2.0', false],
  ['AGPL-3.0', false],
  ['unknown', false],
])('a package under %s may be used: %s', (licence, fine) => {
  expect(isFine(licence)).toBe(fine);
});

test('the SBOM has every package of the lockfile, with its hash', () => {
  const sbom = makeSbom(root);
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'fairground' } } });
  const listed = new Set(sbom.components.map(({ name, version }) => `${name}@${version}`));
  expect(packages.filter(({ name, version }) => !listed.has(`${name}@${version}`))).toEqual([]);
  expect(sbom.components.filter(({ hashes }) => hashes?.[0]?.alg !== 'SHA-512')).toEqual([]);
});
