import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh directory that PostgreSQL's own user can enter too, so that a database of root's tests lies within and goes with it. */
export async function temporaryDirectory(prefix = 'fairground-'): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), prefix));
  await chmod(directory, 0o755);
  return directory;
}
