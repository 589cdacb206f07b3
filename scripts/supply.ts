/**
 * `npm run supply`: looks at what others wrote and we run. Every package is locked by its hash; licences are fine, and
 * docs/LICENCES.md names them; install scripts are the known ones; what the registry knows of weaknesses and signatures;
 * and an SBOM (CycloneDX) in dist/sbom.cdx.json. `-- --write` writes docs/LICENCES.md anew; `-- --offline` asks no registry.
 * Exit 0, or 1 when something is wrong. A registry that does not serve advisories or signatures is told, and not held against us.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Asked, advisories, signatures } from './supply/advisories.ts';
import { isFine, licenceList, licenceOf } from './supply/licences.ts';
import { INSTALL_SCRIPTS, lockedPackages } from './supply/lockfile.ts';
import { makeSbom } from './supply/sbom.ts';

const root = new URL('../', import.meta.url);
const words = process.argv.slice(2);
const unknown = words.find((word) => word !== '--write' && word !== '--offline');
if (unknown !== undefined) {
  console.error(`supply: ${unknown} is none of: --write, --offline`);
  process.exit(1);
}
const wrong: string[] = [];

const packages = lockedPackages(root);
const unlocked = packages.filter(({ integrity }) => integrity === null);
for (const { name } of unlocked) wrong.push(`${name} is not locked by a hash`);
console.log(`packages: ${packages.length}, ${packages.filter(({ dev }) => !dev).length} of them run with us`);

const list = licenceList(packages);
const listFile = new URL('docs/LICENCES.md', root);
if (words.includes('--write')) writeFileSync(listFile, list);
if (readFileSync(listFile, 'utf8') !== list)
  wrong.push('docs/LICENCES.md is out of date: npm run supply -- --write');
for (const one of packages) {
  if (!isFine(licenceOf(one))) wrong.push(`${one.name} ${one.version} is under ${licenceOf(one)}`);
}
console.log(`licences: ${[...new Set(packages.map(licenceOf))].toSorted().join(', ')}`);

const scripts = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
for (const name of scripts)
  if (!INSTALL_SCRIPTS.includes(name)) wrong.push(`${name} brings an install script`);
console.log(`install scripts: ${scripts.length} packages bring one, none runs`);

const asked: Asked[] = words.includes('--offline') ? [] : [advisories(root), signatures(root)];
for (const { verdict, line } of asked) {
  if (verdict === 'found') wrong.push(line);
  console.log(line);
}

mkdirSync(new URL('dist/', root), { recursive: true });
const sbom = makeSbom(root);
writeFileSync(new URL('dist/sbom.cdx.json', root), `${JSON.stringify(sbom, null, 1)}\n`);
console.log(`SBOM: dist/sbom.cdx.json, CycloneDX ${sbom.specVersion}, ${sbom.components.length} components`);

for (const line of wrong) console.error(`supply: ${line}`);
if (wrong.length > 0) process.exitCode = 1;
