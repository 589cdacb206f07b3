import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './embedded/binaries.ts';
import { ensureCluster, readPassword, SUPERUSER } from './embedded/cluster.ts';
import { launch, untilReady } from './embedded/launch.ts';
import { claimOwnership, dropOwnership, hasOtherOwner } from './embedded/owner.ts';
import { choosePaths, type Paths } from './embedded/paths.ts';
import { findPostmaster, isAlive } from './embedded/postmaster.ts';

/** A PostgreSQL of our own, in a data directory of ours. */
export interface Embedded {
  url: string;
  port: number;
  pid: number;
  /** It ran already: its owner was killed, or lives and only lends it to us. */
  adopted: boolean;
  /** Shuts it down cleanly, unless another live process looks after it. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** A fixed port; a free one by default. */
  port?: number;
  /** PostgreSQL settings over `db/embedded/settings.ts`. */
  settings?: Record<string, string>;
}

/** A fast shutdown takes a checkpoint: seconds after a busy hour. */
const STOP_WITHIN_MS = 30_000;

/**
 * Starts the embedded PostgreSQL of `dataDir`, or adopts the one that runs there. The first time it makes
 * the cluster. Works as root too, and next to other embedded servers with their own directories.
 * @throws Error with one clear line: directory not writable, port taken, no binaries, the log's last words
 */
export async function startEmbedded(dataDir: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const paths = choosePaths(dataDir);
  const guest = !claimOwnership(paths);
  try {
    const running = findPostmaster(paths.cluster);
    if (running || guest) {
      const isDead = () => (running ? !isAlive(running.pid) : !hasOtherOwner(paths));
      return handle(paths, await untilReady(paths, isDead), { adopted: true, guest });
    }
    const binaries = findBinaries(paths.runAs);
    ensureCluster(paths, binaries);
    return handle(paths, await launch(paths, binaries, options), { adopted: false, guest });
  } catch (error) {
    if (!guest) dropOwnership(paths);
    throw error;
  }
}

/** The URL of the embedded server that runs on `dataDir`, or null; starts nothing and takes nothing over. */
export function runningEmbedded(dataDir: string): string | null {
  const paths = choosePaths(dataDir);
  const running = findPostmaster(paths.cluster);
  return running?.ready ? urlOf(paths, running.port) : null;
}

function urlOf(paths: Paths, port: number): string {
  return `postgresql://${SUPERUSER}:${readPassword(paths)}@127.0.0.1:${port}/postgres`;
}

function handle(
  paths: Paths,
  server: { pid: number; port: number },
  how: { adopted: boolean; guest: boolean },
): Embedded {
  return {
    url: urlOf(paths, server.port),
    port: server.port,
    pid: server.pid,
    adopted: how.adopted,
    async stop() {
      if (how.guest) return;
      const deadline = performance.now() + STOP_WITHIN_MS;
      if (isAlive(server.pid)) process.kill(server.pid, 'SIGINT'); // PostgreSQL's "fast shutdown"
      while (isAlive(server.pid) && performance.now() < deadline) await sleep(10);
      if (isAlive(server.pid)) {
        throw new Error(`embedded PostgreSQL (pid ${server.pid}) did not stop, see ${paths.log}`);
      }
      dropOwnership(paths);
    },
  };
}
