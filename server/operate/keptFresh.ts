import type { Bus } from '../../domain/cluster/bus.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../rooms/ports.ts';

interface Kept<T> {
  bus: Bus;
  /** On it the members wake each other up. */
  channel: string;
  everyMs: number;
  read(): Promise<Result<T>>;
  /** Called with each reading, in the order in which they were begun. */
  apply(value: T): void;
  log: Log;
}

export interface KeptFresh {
  /** Reads again, and resolves once a reading that began after this call has been applied, or has failed. */
  wake(): Promise<void>;
  /** The same after a change of one's own; the other members read again too. */
  changed(): Promise<void>;
  stop(): void;
}

/** Keeps in memory what stands in the database: read at once, on each wake-up, after a gap, and every few seconds. */
export function keepFresh<T>({ bus, channel, everyMs, read, apply, log }: Kept<T>): KeptFresh {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let stopped = false;

  async function once(): Promise<void> {
    try {
      const found = await read();
      // Away: what is held stays, and the next reading comes.
      if (found.ok && !stopped) apply(found.value);
    } catch (error) {
      log.error({ err: error, channel, code: 'internal' }, 'what operators set could not be read');
    }
  }

  /** One reading at a time: what one found never comes after what a later one found. */
  function wake(): Promise<void> {
    if (running === null) {
      running = once().finally(() => {
        running = null;
      });
      return running;
    }
    next ??= running.then(() => {
      next = null;
      return wake();
    });
    return next;
  }

  const poll = setInterval(() => void wake(), everyMs).unref();
  const ends = [bus.subscribe(channel, () => void wake()), bus.onGap(() => void wake())];
  void wake();
  return {
    wake,
    changed() {
      bus.publish(channel, null);
      return wake();
    },
    stop() {
      stopped = true;
      clearInterval(poll);
      for (const end of ends) end();
    },
  };
}
