import type { Scheduler } from './scheduler.ts';

export interface WatchdogOptions {
  pingEveryMs: number;
  silenceMs: number;
}

export const WATCHDOG_DEFAULTS: WatchdogOptions = { pingEveryMs: 1_000, silenceMs: 2_000 };

/**
 * Of the first pong, in times of `silenceMs`: on a line of two seconds and more pongs come each second, but not the first. One that
 * would be given up for it would never stay up.
 */
const FIRST_TIMES = 3;

/**
 * Notices a peer that keeps its socket open and says nothing (a stopped process, a dead network):
 * pings each `pingEveryMs`, and calls `onSilence` once when a ping stays unanswered for `silenceMs` (the first for three times as long).
 */
export class Watchdog {
  readonly #scheduler: Scheduler;
  readonly #options: WatchdogOptions;
  readonly #ping: (onPong: () => void) => void;
  readonly #onSilence: () => void;
  #unansweredSinceMs: number | null = null;
  #patienceMs = 0;
  #expectedTickAtMs = 0;
  #cancel: (() => void) | null = null;

  constructor(
    scheduler: Scheduler,
    options: WatchdogOptions,
    ping: (onPong: () => void) => void,
    onSilence: () => void,
  ) {
    this.#scheduler = scheduler;
    this.#options = options;
    this.#ping = ping;
    this.#onSilence = onSilence;
  }

  start(): void {
    this.stop();
    this.#beginAnew();
    this.#sendPing();
    this.#scheduleTick();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#unansweredSinceMs = null;
  }

  #beginAnew(): void {
    this.#unansweredSinceMs = null;
    this.#patienceMs = FIRST_TIMES * this.#options.silenceMs;
  }

  #sendPing(): void {
    this.#unansweredSinceMs ??= this.#scheduler.nowMs();
    this.#ping(() => {
      this.#unansweredSinceMs = null;
      this.#patienceMs = this.#options.silenceMs;
    });
  }

  #scheduleTick(): void {
    this.#expectedTickAtMs = this.#scheduler.nowMs() + this.#options.pingEveryMs;
    this.#cancel = this.#scheduler.after(this.#options.pingEveryMs, () => this.#tick());
  }

  #tick(): void {
    const nowMs = this.#scheduler.nowMs();
    // A tick that comes late means that we stood still, not the server: its pong may wait in our own queue.
    const late = nowMs - this.#expectedTickAtMs > this.#options.pingEveryMs;
    if (late) this.#beginAnew();
    if (this.#unansweredSinceMs !== null && nowMs - this.#unansweredSinceMs >= this.#patienceMs) {
      this.stop();
      this.#onSilence();
      return;
    }
    this.#sendPing();
    this.#scheduleTick();
  }
}
