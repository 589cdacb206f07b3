import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCE = join(ROOT, 'client/sdk');
/** What is published: `npm publish dist/sdk`. */
export const PACKAGE_DIR = join(ROOT, 'dist/sdk');

interface Manifest {
  name: string;
  version: string;
  dependencies: Record<string, string>;
}

export function sdkManifest(): Manifest {
  return JSON.parse(readFileSync(join(SOURCE, 'package.json'), 'utf8')) as Manifest;
}

/**
 * Makes the package: ESM for bundlers and Node, with what it takes from `domain/` inside and its dependencies outside; one file for
 * pages without a bundler; declarations.
 */
export async function buildPackage(): Promise<void> {
  rmSync(PACKAGE_DIR, { recursive: true, force: true });
  mkdirSync(PACKAGE_DIR, { recursive: true });
  const outside = Object.keys(sdkManifest().dependencies);
  const isOutside = (id: string) => outside.some((name) => id === name || id.startsWith(`${name}/`));
  await bundle({ index: join(SOURCE, 'index.ts'), verify: join(SOURCE, 'verify.ts') }, isOutside);
  await bundle({ browser: join(SOURCE, 'index.ts') }, () => false, { inOneFile: true });
  declare();
  for (const name of ['package.json', 'README.md', 'examples'])
    cpSync(join(SOURCE, name), join(PACKAGE_DIR, name), { recursive: true });
  cpSync(join(ROOT, 'LICENSE'), join(PACKAGE_DIR, 'LICENSE'));
}

async function bundle(
  entry: Record<string, string>,
  external: (id: string) => boolean,
  { inOneFile } = { inOneFile: false },
): Promise<void> {
  await build({
    ...{ configFile: false, root: ROOT, logLevel: 'warn', publicDir: false },
    build: {
      ...{ outDir: PACKAGE_DIR, emptyOutDir: false, target: 'es2022', minify: inOneFile, sourcemap: true },
      lib: { entry, formats: ['es'], fileName: (_format, name) => `${name}.js` },
      rollupOptions: { external, output: { codeSplitting: !inOneFile } },
    },
  });
}

/** In the tree of the sources, whose files they name by `.ts`: outside of our settings that reads `.js`. */
function declare(): void {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const made = spawnSync(process.execPath, [tsc, '-p', join(SOURCE, 'tsconfig.build.json')], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`no declarations: ${made.stdout}${made.stderr}`);
  const types = join(PACKAGE_DIR, 'types');
  for (const path of readdirSync(types, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.d.ts')) continue;
    const file = join(types, path);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(['"])(\.{1,2}\/[^'"]+)\.ts\1/g, '$1$2.js$1'));
  }
}
