import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type Postmaster } from './postmaster.ts';

const LOOK_EVERY_MS = 200;
/** Backends of a killed postmaster hold its shared memory for a moment: the first tries may fail. */
const TRY_AGAIN_AFTER_MS = 300;

/** A postmaster that is started again, on the same port, whenever it dies without having been asked to. */
export interface KeptServer {
  current(): Postmaster;
  /** From now on its death is wanted. Resolves when no start is under way any more. */
  release(): Promise<void>;
}

export function keepRunning(
  first: Postmaster,
  relaunch: (port: number) => Promise<Postmaster>,
  onDeath: (pid: number) => void,
): KeptServer {
  let server = first;
  const release = new AbortController();
  const watching = watch();
  return {
    current: () => server,
    async release() {
      release.abort();
      await watching;
    },
  };

  async function watch(): Promise<void> {
    while (await pause(LOOK_EVERY_MS)) {
      if (isAlive(server.pid)) continue;
      onDeath(server.pid);
      await startAgain();
    }
  }

  async function startAgain(): Promise<void> {
    do {
      try {
        server = await relaunch(server.port);
        return;
      } catch {
        // Its log says why; as long as it is wanted it is tried again.
      }
    } while (await pause(TRY_AGAIN_AFTER_MS));
  }

  /** False once it is released. Keeps no process alive by itself. */
  async function pause(ms: number): Promise<boolean> {
    await sleep(ms, undefined, { ref: false, signal: release.signal }).catch(() => {});
    return !release.signal.aborted;
  }
}
