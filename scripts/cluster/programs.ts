import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';

/** Debian's package of each program that a cluster needs besides Node. */
const PACKAGES = { 'redis-server': 'redis-server', haproxy: 'haproxy' } as const;
type Program = keyof typeof PACKAGES;

/** Where Debian has system programs, in nobody's PATH but root's. */
const DIRECTORIES = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/usr/bin'];

export function findProgram(name: string): string | null {
  for (const directory of DIRECTORIES) {
    const path = `${directory}/${name}`;
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not there.
    }
  }
  return null;
}

/** Its path; installed first where apt-get is and we may use it. @throws with one clear message otherwise */
export function needProgram(name: Program): string {
  const found = findProgram(name);
  if (found !== null) return found;
  const remedy = `install ${name} (Debian, Ubuntu: apt-get install ${PACKAGES[name]}; macOS: brew install ${name === 'redis-server' ? 'redis' : name})`;
  if (!existsSync('/usr/bin/apt-get')) throw new Error(`there is no ${name}: ${remedy}`);
  console.log(`there is no ${name}: installing Debian's package ${PACKAGES[name]}`);
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const words of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', PACKAGES[name]],
  ]) {
    const [command, ...parameters] = [...asRoot, 'apt-get', ...words];
    spawnSync(command!, parameters, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const installed = findProgram(name);
  if (installed === null) throw new Error(`${name} could not be installed: ${remedy}`);
  return installed;
}
