import type { Log } from '../rooms/ports.ts';

/** A flight under way may end here for this long after SIGTERM; then it is handed over in flight. */
const FLIGHT_GRACE_MS = 30_000;

export interface Shutdown {
  /** True from the first signal on: no new joins, no new rounds. */
  draining(): boolean;
  /** What a flight under way is still given. Ctrl-C hands over at once: someone is waiting at a terminal. */
  drainMs(): number;
  /** Started parts, stopped in reverse. */
  onStop(what: string, stop: () => void | Promise<void>): void;
  /** What an operator got wrong, or a machine lacks: one clear message, what had started is stopped, exit code 1. */
  refuse(error: unknown): Promise<never>;
}

/**
 * Stops what was started, in reverse, on SIGTERM or SIGINT. A second signal cuts the wait short: rounds
 * are in the database, so nothing is lost by it.
 */
export function stopOnSignals(log: Log): Shutdown {
  const parts: { what: string; stop: () => void | Promise<void> }[] = [];
  let signals = 0;
  let exitCode = 0;
  let drainMs = FLIGHT_GRACE_MS;

  async function stopAll(): Promise<never> {
    for (const { what, stop } of parts.reverse()) {
      try {
        await stop();
      } catch (error) {
        log.error({ err: error, what, code: 'internal' }, 'a part did not stop cleanly');
      }
    }
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
    onStop: (what, stop) => void parts.push({ what, stop }),
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
