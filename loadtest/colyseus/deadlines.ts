interface Deadline {
  atMs: number;
  /** Does nothing when its answer has come. */
  expire(): void;
}

/**
 * When requests have waited long enough. One timer for all of them: a timer a request costs k6 more than the request
 * does. None runs while nothing is awaited, for k6 waits for timers before it ends.
 */
export class Deadlines {
  /** By how long they may take, because only those are in order of their ends. */
  readonly #queues = new Map<number, Deadline[]>();
  #awaited = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  add(withinMs: number, expire: () => void): void {
    const queue = this.#queues.get(withinMs) ?? [];
    this.#queues.set(withinMs, queue);
    queue.push({ atMs: Date.now() + withinMs, expire });
    this.#awaited += 1;
    this.#timer ??= setTimeout(() => this.#look(), Math.min(withinMs, LOOK_EVERY_MS));
  }

  /** One of those that were added has its answer, or was told that there will be none. */
  settled(): void {
    this.#awaited -= 1;
    if (this.#awaited > 0) return;
    this.#queues.clear();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #look(): void {
    this.#timer = setTimeout(() => this.#look(), LOOK_EVERY_MS);
    const nowMs = Date.now();
    for (const queue of [...this.#queues.values()]) {
      const later = queue.findIndex(({ atMs }) => atMs > nowMs);
      for (const { expire } of queue.splice(0, later < 0 ? queue.length : later)) expire();
    }
  }
}

const LOOK_EVERY_MS = 250;
