import type { Scheduler } from './scheduler.ts';

interface Sample {
  roundTripMs: number;
  offsetMs: number;
  receivedAtMs: number;
}

const KEPT_SAMPLES = 16;
const SAMPLE_LIFE_MS = 5 * 60_000;

/**
 * The server's clock, estimated from round trips (Cristian's algorithm): a sample says
 * `offset = server time + round trip / 2 - local time`, wrong by at most half its round trip;
 * the sample with the smallest round trip wins.
 */
export class ServerClock {
  readonly #scheduler: Scheduler;
  #samples: Sample[] = [];
  #best: Sample | null = null;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** Instants are local (`scheduler.nowMs()`), but `serverNowMs`, which the server read in between. */
  addSample(sentAtMs: number, receivedAtMs: number, serverNowMs: number): void {
    const roundTripMs = receivedAtMs - sentAtMs;
    if (!(roundTripMs >= 0) || !Number.isFinite(serverNowMs)) return;
    const sample = { roundTripMs, offsetMs: serverNowMs + roundTripMs / 2 - receivedAtMs, receivedAtMs };
    const best = this.#best;
    // Two samples can't disagree by more than their errors: if they do, a clock has jumped (sleep, another process).
    if (best && Math.abs(sample.offsetMs - best.offsetMs) > (sample.roundTripMs + best.roundTripMs) / 2 + 2) {
      this.#samples = [];
    }
    this.#samples = [...this.#samples, sample]
      .filter((kept) => receivedAtMs - kept.receivedAtMs <= SAMPLE_LIFE_MS)
      .slice(-KEPT_SAMPLES);
    this.#best = this.#samples.reduce((a, b) => (b.roundTripMs < a.roundTripMs ? b : a));
  }

  get synced(): boolean {
    return this.#best !== null;
  }

  /** Server time minus local time. Zero until the first sample. */
  get offsetMs(): number {
    return this.#best?.offsetMs ?? 0;
  }

  /** The estimate is wrong by at most this. */
  get errorMs(): number {
    return this.#best ? this.#best.roundTripMs / 2 : Number.POSITIVE_INFINITY;
  }

  /** The server's epoch milliseconds now, as well as we know; fractional. */
  nowMs(): number {
    return this.#best ? this.#scheduler.nowMs() + this.#best.offsetMs : this.#scheduler.wallMs();
  }
}
