import fs from 'node:fs';
import path from 'node:path';

/** PostgreSQL refuses to run as root: then it runs as this user. Null: as ourselves. */
export type RunAs = { uid: number; gid: number; name: string } | null;

/** Users that exist on most systems and own nothing of ours; initdb needs one with an entry in passwd. */
const CANDIDATES = ['postgres', '_postgres', 'nobody'];

/**
 * As root: the owner of an existing cluster, else `postgres` or `nobody`. Otherwise null.
 * @param clusterDir directory of the cluster, whether it exists yet or not
 */
export function chooseUser(clusterDir: string): RunAs {
  if (process.getuid?.() !== 0) return null;
  const users = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const owner = fs.existsSync(clusterDir) ? fs.statSync(clusterDir) : null;
  if (owner && owner.uid !== 0) {
    const name = users.find((fields) => Number(fields[2]) === owner.uid)?.[0] ?? String(owner.uid);
    return { uid: owner.uid, gid: owner.gid, name };
  }
  for (const candidate of CANDIDATES) {
    const fields = users.find(([name]) => name === candidate);
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]), name: candidate };
  }
  throw new Error(
    'running as root, and there is no user postgres or nobody for PostgreSQL to run as: add one, or set DATABASE_URL',
  );
}

/** True if the user may pass through the directory and all above it. */
export function isReachable(dir: string, user: RunAs): boolean {
  if (!user) return true;
  for (let at = path.resolve(dir); ; at = path.dirname(at)) {
    const { uid, gid, mode } = fs.statSync(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/**
 * Where root keeps what the other user must reach when it can't reach DATA_DIR or the packages
 * (a clone under /root). Made if it is missing.
 */
export function homeOf(user: RunAs): string {
  const home = '/var/lib/fairground';
  try {
    fs.mkdirSync(home, { recursive: true, mode: 0o755 });
    fs.accessSync(home, fs.constants.W_OK);
  } catch (error) {
    throw new Error(
      `PostgreSQL runs as ${user?.name}, who can't reach this directory, and ${home} can't be used instead: ` +
        `${(error as Error).message}. Set DATA_DIR to a reachable directory, or run as another user than root.`,
    );
  }
  return home;
}
