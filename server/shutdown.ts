import type { Log } from '../rooms/ports.ts';

/** A flight under way may end here for this long after SIGTERM; then it is handed over in flight. */
export const FLIGHT_GRACE_MS = 30_000;
/** What a part gets to stop in; then the next one's turn comes: the embedded PostgreSQL, the last, always stops. */
export const STOPS_WITHIN_MS = 10_000;

export interface Shutdown {
  /** True from the first signal on: no new joins, no new rounds. */
  draining(): boolean;
  /** What a flight under way is still given. Ctrl-C hands over at once: someone is waiting at a terminal. */
  drainMs(): number;
  /** Started parts, stopped in reverse, each within its time. */
  onStop(what: string, stop: () => void | Promise<void>, withinMs?: number): void;
  /** What an operator got wrong, or a machine lacks: one clear message, what had started is stopped, exit code 1. */
  refuse(error: unknown): Promise<never>;
}

export interface Part {
  what: string;
  stop: () => void | Promise<void>;
  withinMs: number;
}

/** Stops it, or says by its name that it failed, or that it takes longer than it may: it never throws. */
export async function stopPart({ what, stop, withinMs }: Part, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, withinMs, 'late');
  });
  try {
    const ended = await Promise.race([stop(), late]);
    if (ended === 'late')
      log.error({ what, withinMs, code: 'internal' }, 'a part did not stop in time: going on');
  } catch (error) {
    log.error({ err: error, what, code: 'internal' }, 'a part did not stop cleanly');
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Stops what was started, in reverse, on SIGTERM or SIGINT. A second signal cuts the wait short: rounds
 * are in the database, so nothing is lost by it.
 */
export function stopOnSignals(log: Log): Shutdown {
  const parts: Part[] = [];
  let signals = 0;
  let exitCode = 0;
  let drainMs = FLIGHT_GRACE_MS;

  async function stopAll(): Promise<never> {
    for (const part of parts.reverse()) await stopPart(part, log);
    return process.exit(exitCode);
  }

  const onSignal = (signal: NodeJS.Signals) => {
    signals += 1;
    if (signal === 'SIGINT' || signals > 1) drainMs = 0;
    if (signals === 1) {
      log.info({ signal }, 'stopping');
      void stopAll();
    }
  };
  // A promise that nobody awaited is a bug in one corner: said, and the rest goes on.
  process.on('unhandledRejection', (error) => {
    log.error({ err: error, code: 'internal' }, 'a rejection that nobody handled');
  });
  // After an exception that nobody caught nothing in memory can be trusted; the database can.
  process.on('uncaughtException', (error) => {
    log.error({ err: error, code: 'internal' }, 'an exception that nobody caught: stopping');
    exitCode = 1;
    onSignal('SIGINT');
  });
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return {
    draining: () => signals > 0,
    drainMs: () => drainMs,
    onStop: (what, stop, withinMs = STOPS_WITHIN_MS) => void parts.push({ what, stop, withinMs }),
    refuse(error) {
      process.stderr.write(
        `Fairground can't start: ${error instanceof Error ? error.message : String(error)}\n`,
      );
      exitCode = 1;
      signals += 1;
      return stopAll();
    },
  };
}
