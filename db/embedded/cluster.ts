import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import type { Binaries } from './binaries.ts';
import type { Paths } from './paths.ts';

export const SUPERUSER = 'fairground';

function give(file: string, paths: Paths): void {
  if (paths.runAs) fs.chownSync(file, paths.runAs.uid, paths.runAs.gid);
}

/**
 * Makes the cluster unless it exists. It is built beside its place and renamed into it, so that a process
 * killed half-way leaves no half-made cluster.
 */
export function ensureCluster(paths: Paths, binaries: Binaries): void {
  if (fs.existsSync(`${paths.cluster}/PG_VERSION`)) return;
  const draft = `${paths.cluster}.draft`;
  const passwordFile = `${draft}.password`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { mode: 0o700 });
  give(draft, paths);
  const password = crypto.randomBytes(18).toString('base64url');
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  give(passwordFile, paths);
  try {
    const flags = ['-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C', '--data-checksums'];
    const made = spawnSync(
      binaries.initdb,
      ['-D', draft, '-U', SUPERUSER, '--pwfile', passwordFile, ...flags],
      { ...identity(paths), cwd: '/', env: { ...process.env, LC_ALL: 'C' }, encoding: 'utf8' },
    );
    if (made.status !== 0) {
      const said = made.error?.message ?? made.stderr.trim().split('\n').slice(0, 3).join(' | ');
      throw new Error(`initdb could not make ${paths.cluster}: ${said || `signal ${made.signal}`}`);
    }
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  fs.writeFileSync(paths.secret, `${password}\n`, { mode: 0o600 });
  fs.rmSync(paths.cluster, { recursive: true, force: true });
  fs.renameSync(draft, paths.cluster);
}

/** The user ids a child process gets. */
export function identity(paths: Paths): { uid?: number; gid?: number } {
  return paths.runAs ? { uid: paths.runAs.uid, gid: paths.runAs.gid } : {};
}

export function readPassword(paths: Paths): string {
  try {
    return fs.readFileSync(paths.secret, 'utf8').trim();
  } catch (error) {
    throw new Error(`the embedded database's password is missing: ${(error as Error).message}`);
  }
}
