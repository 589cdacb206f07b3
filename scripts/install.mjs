/**
 * Makes a clone runnable: packages as the lockfile pins them, and uWebSockets.js loadable on older systems.
 *
 * Plain JavaScript without dependencies: it runs on whatever Node (>= 20) the machine has, before there is
 * a `node_modules` to take anything from. Everything else runs on the Node that the packages bring along.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
/** The first Node that runs TypeScript as it is, without a flag. */
const TYPE_STRIPPING = [22, 18];
const STAMP = 'node_modules/.fairground-installed';
/** What installing says goes to stderr: stdout belongs to the command that needed it. */
const NOT_STDOUT = ['ignore', 2, 2];

/** Thrown for what the person at the keyboard can mend: shown without a stack. */
export class SetupError extends Error {
  name = 'SetupError';
}

/**
 * What of the lockfile is missing or different in `node_modules`, by the record that npm keeps there.
 * A package that the lockfile calls optional may be missing: it is another platform's.
 * @param {{packages: Record<string, {version?: string, integrity?: string, optional?: boolean, link?: boolean}>}} lock
 * @param {typeof lock | null} installed npm's `node_modules/.package-lock.json`
 * @returns {string[]} paths as the lockfile names them; `node_modules` when nothing is installed
 */
export function outdated(lock, installed) {
  if (installed === null) return ['node_modules'];
  return Object.entries(lock.packages)
    .filter(([path, wanted]) => {
      if (path === '') return false;
      const found = installed.packages[path];
      if (found === undefined) return wanted.optional !== true;
      return found.version !== wanted.version || found.integrity !== wanted.integrity;
    })
    .map(([path]) => path);
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** Installs what the lockfile names, if it is not there; prints nothing when there is nothing to do. */
export function install(root = ROOT) {
  const lockText = readFileSync(join(root, 'package-lock.json'));
  const stamp = createHash('sha256').update(lockText).digest('hex');
  const stampFile = join(root, STAMP);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const missing = outdated(JSON.parse(lockText), readJson(join(root, 'node_modules/.package-lock.json')));
  if (missing.length > 0) {
    console.error('fairground: installing packages (npm ci), about half a minute ...');
    runNpm(root, [
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
    ]);
  }
  const patched = spawnSync(process.execPath, [join(root, 'scripts/patch-uws.mjs')], { stdio: NOT_STDOUT });
  if (patched.status !== 0) throw new SetupError('scripts/patch-uws.mjs failed');
  writeFileSync(stampFile, stamp);
}

/** `error` only: npm warns of every package that wants a newer Node than the one that merely installs. */
function runNpm(root, parameters) {
  const all = [...parameters, '--loglevel=error'];
  // Under `npm start` this names the very npm that runs; `node scripts/start.mjs` looks for one.
  const npm = process.env.npm_execpath;
  const run =
    npm?.endsWith('.js') === true
      ? spawnSync(process.execPath, [npm, ...all], { cwd: root, stdio: NOT_STDOUT })
      : spawnSync('npm', all, { cwd: root, stdio: NOT_STDOUT, shell: process.platform === 'win32' });
  if (run.error) throw new SetupError(`npm could not be started: ${run.error.message}`);
  if (run.status !== 0) throw new SetupError('npm ci failed: what it said stands above');
}

/**
 * The Node to run TypeScript with: the packaged one, or this one if it is new enough (macOS, Windows, musl).
 * @returns {string} a path
 */
export function findNode(root = ROOT) {
  const packaged = join(root, 'node_modules/.bin/node');
  if (existsSync(packaged) && spawnSync(packaged, ['--version'], { stdio: 'ignore' }).status === 0) {
    return packaged;
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantMajor, wantMinor] = TYPE_STRIPPING;
  if (major > wantMajor || (major === wantMajor && minor >= wantMinor)) return process.execPath;
  throw new SetupError(
    `no packaged Node for ${process.platform} ${process.arch}, and this one is ${process.version}: ` +
      `install Node ${TYPE_STRIPPING.join('.')} or newer (24 is what Fairground is tested on)`,
  );
}

/** Runs a script's body; what a person can mend is one line and exit code 1. */
export async function runScript(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`fairground: ${error.message}`);
    process.exitCode = 1;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runScript(() => install());
}
