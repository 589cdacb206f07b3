import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, SetupError } from './install.mjs';

/** All that the built app is made from. */
const SOURCES = ['client', 'domain', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];
const OUTPUT = 'client/dist';
const STAMP = 'client/dist/.built-from';

/** Files under `path`, sorted, without the build itself. */
function filesUnder(root, path) {
  const entries = readdirSync(join(root, path), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = `${path}/${entry.name}`;
      if (inside === OUTPUT) return [];
      return entry.isDirectory() ? filesUnder(root, inside) : [inside];
    });
}

/** A hash over names and bytes: a checkout that only touched the files' times builds nothing. */
function fingerprint(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const files = source.includes('.') ? [source] : filesUnder(root, source);
    for (const file of files) {
      const bytes = readFileSync(join(root, file));
      hash.update(`${file}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest('hex');
}

/**
 * Builds the web app into `client/dist` unless it was built from these very sources.
 * @param {string} node the Node to build with
 * @returns {boolean} whether it was built
 */
export function buildClient(node, root = ROOT) {
  const wanted = fingerprint(root);
  const stamp = join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  console.log('fairground: building the web app ...');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const built = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) throw new SetupError('the web app did not build: the reason stands above');
  mkdirSync(join(root, OUTPUT), { recursive: true });
  writeFileSync(stamp, wanted);
  return true;
}
