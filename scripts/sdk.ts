/**
 * `npm run build:sdk` makes the SDK's package in `dist/sdk`, ready for `npm publish dist/sdk`. `-- --try URL` also packs it, installs
 * it into an empty project from the registry as anybody would, and lets its bot play at a server. `-- --reference` writes the
 * API reference into `dist/sdk-reference` (typedoc, fetched by npx: it needs a TypeScript of its own).
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPackage, PACKAGE_DIR } from './sdk/buildPackage.ts';
import { npm } from './supply/npm.ts';

const TYPEDOC = ['--package=typedoc@0.28.20', '--package=typescript@5.9.3'];
const root = new URL('../', import.meta.url);
const words = process.argv.slice(2);

function npmOrFail(cwd: URL, ...command: string[]): string {
  const { status, out, err } = npm(cwd, command, 180_000);
  if (status !== 0)
    throw new Error(`npm ${command.join(' ')} failed: ${err.trim().split('\n').slice(0, 3).join(' ')}`);
  return out;
}

function tryIt(url: string): void {
  const dir = mkdtempSync(join(tmpdir(), 'fairground-sdk-'));
  const project = new URL(`file://${dir}/`);
  try {
    writeFileSync(join(dir, 'package.json'), '{ "private": true, "type": "module" }\n');
    const packed = npmOrFail(root, 'pack', PACKAGE_DIR, `--pack-destination=${dir}`)
      .trim()
      .split('\n')
      .at(-1)!;
    npmOrFail(project, 'install', '--no-audit', '--no-fund', '--ignore-scripts', join(dir, packed));
    cpSync(join(PACKAGE_DIR, 'examples/bot.mjs'), join(dir, 'bot.mjs'));
    const { status } = spawnSync(process.execPath, ['bot.mjs', url], { cwd: dir, stdio: 'inherit' });
    if (status !== 0) throw new Error(`the example bot ended with ${status}`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

try {
  const unknown = words.find(
    (word, at) => !['--try', '--reference'].includes(word) && words[at - 1] !== '--try',
  );
  if (unknown !== undefined) throw new Error(`${unknown} is none of: --try URL, --reference`);
  await buildPackage();
  console.log(`${PACKAGE_DIR} is built`);
  const at = words.indexOf('--try');
  if (at >= 0) tryIt(words[at + 1] ?? 'http://127.0.0.1:2567');
  if (words.includes('--reference')) {
    const entries = ['index', 'verify'].map((name) => join(PACKAGE_DIR, `types/client/sdk/${name}.d.ts`));
    const command = [
      'typedoc',
      '--out',
      'dist/sdk-reference',
      '--skipErrorChecking',
      '--tsconfig',
      'client/sdk/tsconfig.reference.json',
    ];
    npmOrFail(root, 'exec', '--yes', ...TYPEDOC, '--', ...command, ...entries);
    console.log('dist/sdk-reference/index.html is the API reference');
  }
} catch (error) {
  console.error(`build:sdk: ${(error as Error).message}`);
  process.exitCode = 1;
}
