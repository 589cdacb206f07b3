import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Problem } from './problem.ts';

const NEEDED_MAJOR = 2;
const REMEDY = 'get k6 2 (loadtest/README.md, "Getting k6"), or name it: K6=/path/to/k6';

/** Where k6 is: what `K6` names alone, or the first that is new enough of `PATH` and Go's directories. @throws Problem */
export function findK6(env: NodeJS.ProcessEnv): { path: string; version: string } {
  if (env.K6) {
    const version = existsSync(env.K6) ? versionOf(env.K6) : null;
    if (version === null) throw new Problem(`K6=${env.K6} is no k6: ${REMEDY}`);
    if (majorOf(version) < NEEDED_MAJOR) throw new Problem(tooOld(env.K6, version));
    return { path: env.K6, version };
  }
  let old: string | null = null;
  for (const path of candidates(env)) {
    const version = versionOf(path);
    if (version === null) continue;
    if (majorOf(version) >= NEEDED_MAJOR) return { path, version };
    old ??= tooOld(path, version);
  }
  throw new Problem(old ?? `there is no k6 in PATH, GOBIN or GOPATH/bin: ${REMEDY}`);
}

function candidates(env: NodeJS.ProcessEnv): string[] {
  const gopaths = (env.GOPATH ?? '').split(delimiter).filter((path) => path !== '');
  const directories = [
    ...(env.PATH ?? '').split(delimiter),
    ...(env.GOBIN ? [env.GOBIN] : []),
    ...gopaths.map((path) => join(path, 'bin')),
    join(env.HOME ?? homedir(), 'go', 'bin'),
  ];
  const name = process.platform === 'win32' ? 'k6.exe' : 'k6';
  return directories
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .filter(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionOf(path: string): string | null {
  const { stdout } = spawnSync(path, ['version'], { encoding: 'utf8', timeout: 20_000 });
  return /^k6(?:\.exe)? v?(\d+\.\d+\.\d+\S*)/.exec(stdout ?? '')?.[1] ?? null;
}

const majorOf = (version: string) => Number(version.split('.')[0]);

function tooOld(path: string, version: string): string {
  return `k6 ${version} at ${path} is too old, it must be ${NEEDED_MAJOR} or newer: ${REMEDY}`;
}
