import type { Scheduler } from './scheduler.ts';

export interface WatchdogOptions {
  pingEveryMs: number;
  silenceMs: number;
}

export const WATCHDOG_DEFAULTS: WatchdogOptions = { pingEveryMs: 1_000, silenceMs: 2_000 };

/**
 * Notices a peer that keeps its socket open and says nothing (a stopped process, a dead network):
 * pings each `pingEveryMs`, and calls `onSilence` once when a ping stays unanswered for `silenceMs`.
 */
export class Watchdog {
  readonly #scheduler: Scheduler;
  readonly #options: WatchdogOptions;
  readonly #ping: (onPong: () => void) => void;
  readonly #onSilence: () => void;
  #unansweredSinceMs: number | null = null;
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
    this.#sendPing();
    this.#scheduleTick();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#unansweredSinceMs = null;
  }

  #sendPing(): void {
    this.#unansweredSinceMs ??= this.#scheduler.nowMs();
    this.#ping(() => {
      this.#unansweredSinceMs = null;
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
    if (late) this.#unansweredSinceMs = null;
    if (this.#unansweredSinceMs !== null && nowMs - this.#unansweredSinceMs >= this.#options.silenceMs) {
      this.stop();
      this.#onSilence();
      return;
    }
    this.#sendPing();
    this.#scheduleTick();
  }
}
