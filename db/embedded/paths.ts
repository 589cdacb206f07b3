import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { chooseUser, homeOf, isReachable, type RunAs } from './runAs.ts';

/** Where one embedded server keeps its things. */
export interface Paths {
  /** The cluster itself (PGDATA). */
  cluster: string;
  log: string;
  /** The superuser's password. */
  secret: string;
  /** Who started or adopted the postmaster: process id and its start time. */
  owner: string;
  runAs: RunAs;
}

/**
 * The cluster lies in `<dir>/cluster`; when PostgreSQL's user can't reach that, in a directory of its
 * own, which `<dir>/location` names (random, so that a fresh directory gets a fresh database).
 * @throws a one-line error when the directory can't be made or written
 */
export function choosePaths(dataDir: string): Paths {
  const dir = path.resolve(dataDir);
  try {
    fs.mkdirSync(dir, { recursive: true });
    fs.accessSync(dir, fs.constants.W_OK);
  } catch (error) {
    throw new Error(`${dir} can't be written: ${(error as Error).message}`);
  }
  const real = fs.realpathSync(dir);
  const location = path.join(real, 'location');
  let cluster = path.join(real, 'cluster');
  if (fs.existsSync(location)) cluster = fs.readFileSync(location, 'utf8').trim();
  const runAs = chooseUser(cluster);
  const moved = fs.existsSync(location);
  if (moved && !fs.existsSync(cluster) && fs.existsSync(path.join(real, 'password'))) {
    throw new Error(
      `the database of ${real} lay in ${cluster}, and is gone; remove ${location} to begin anew`,
    );
  }
  if (!moved && !isReachable(real, runAs)) {
    cluster = path.join(homeOf(runAs), `cluster-${crypto.randomBytes(8).toString('hex')}`);
    fs.writeFileSync(location, `${cluster}\n`);
  }
  return {
    cluster,
    log: path.join(real, 'server.log'),
    secret: path.join(real, 'password'),
    owner: path.join(real, 'owner'),
    runAs,
  };
}
