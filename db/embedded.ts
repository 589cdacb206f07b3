import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './embedded/binaries.ts';
import { ensureCluster, readPassword, SUPERUSER } from './embedded/cluster.ts';
import { keepRunning } from './embedded/keepRunning.ts';
import { launch, untilReady } from './embedded/launch.ts';
import { claimOwnership, dropOwnership, hasOtherOwner } from './embedded/owner.ts';
import { choosePaths, type Paths } from './embedded/paths.ts';
import { findPostmaster, isAlive, type Postmaster } from './embedded/postmaster.ts';

/** A PostgreSQL of our own, in a data directory of ours. */
export interface Embedded {
  url: string;
  port: number;
  /** Of the server as it runs now: another one after it died and was started again. */
  readonly pid: number;
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
  /** The server died without having been asked to; it is being started again. */
  onDeath?: (pid: number) => void;
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
      return handle(paths, await untilReady(paths, isDead), options, { adopted: true, guest });
    }
    const binaries = findBinaries(paths.runAs);
    ensureCluster(paths, binaries);
    const launched = await launch(paths, binaries, options);
    return handle(paths, launched, options, { adopted: false, guest });
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
  server: Postmaster,
  options: EmbeddedOptions,
  how: { adopted: boolean; guest: boolean },
): Embedded {
  // A guest's server is kept running by the process that lends it.
  const kept = how.guest
    ? null
    : keepRunning(
        server,
        (port) => launch(paths, findBinaries(paths.runAs), { ...options, port }),
        options.onDeath ?? (() => {}),
      );
  return {
    url: urlOf(paths, server.port),
    port: server.port,
    get pid() {
      return kept?.current().pid ?? server.pid;
    },
    adopted: how.adopted,
    async stop() {
      if (kept === null) return;
      await kept.release();
      const { pid } = kept.current();
      const deadline = performance.now() + STOP_WITHIN_MS;
      if (isAlive(pid)) process.kill(pid, 'SIGINT'); // PostgreSQL's "fast shutdown"
      while (isAlive(pid) && performance.now() < deadline) await sleep(10);
      if (isAlive(pid)) {
        throw new Error(`embedded PostgreSQL (pid ${pid}) did not stop, see ${paths.log}`);
      }
      dropOwnership(paths);
    },
  };
}
