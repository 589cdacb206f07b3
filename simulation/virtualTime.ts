import { Random } from './random.ts';

/** Whose work an event is: a process that may stand still, or be gone. */
export interface Owner {
  dead: boolean;
  stalledUntilMs: number;
}

interface Due {
  atMs: number;
  /** Among those of one instant. */
  order: number;
  owner: Owner | null;
  run: () => void;
  cancelled: boolean;
  /** Of an interval. */
  everyMs: number | null;
}

/**
 * Does now what would be done before the next event of Node's own loop: promises that are settled, rejections that nobody
 * handles. Node's own function of that name; a turn of the loop for each event would take longer than most events do.
 */
const finishTurn = (process as unknown as { _tickCallback(): void })._tickCallback;

/**
 * Time as all code of this thread sees it once `install` was called: it passes only when an event says so. Events are
 * timers, messages, answers of stores; each belongs to the process in which it happens, or to the world.
 */
class VirtualTime {
  nowMs = 0;
  /** The process whose code runs. */
  current: Owner | null = null;
  events = 0;
  #heap: Due[] = [];
  #orders = 0;
  #random = new Random(0, 'time');

  reset(startMs: number, seed: number): void {
    this.nowMs = startMs;
    this.current = null;
    this.events = 0;
    this.#heap = [];
    this.#orders = 0;
    this.#random = new Random(seed, 'time');
  }

  /** Something that happens in a process, or in the world (null). */
  at(atMs: number, owner: Owner | null, run: () => void, everyMs: number | null = null): Due {
    this.#orders += 1;
    const due = { atMs, order: this.#orders, owner, run, cancelled: false, everyMs };
    this.#push(due);
    return due;
  }

  after(ms: number, owner: Owner | null, run: () => void): Due {
    return this.at(this.nowMs + ms, owner, run);
  }

  /** Runs `work` as this process does: the timers that it starts are that process'. */
  as<T>(owner: Owner | null, work: () => T): T {
    const before = this.current;
    this.current = owner;
    try {
      return work();
    } finally {
      this.current = before;
    }
  }

  /**
   * Everything due until then, one event after the other; after each all that follows at once is done before `checked`
   * is called. False once that says that it is enough. To be called from an event of Node's loop, not from a promise.
   */
  pass(untilMs: number, checked: () => boolean): boolean {
    for (;;) {
      const due = this.#heap[0];
      if (due === undefined || due.atMs > untilMs) break;
      this.#pop();
      if (due.cancelled || due.owner?.dead) continue;
      if (due.owner !== null && due.owner.stalledUntilMs > Math.max(this.nowMs, due.atMs)) {
        // After a standstill overdue timers and sockets fire in an order of their own.
        due.atMs = due.owner.stalledUntilMs;
        due.order = this.#orders + this.#random.below(1000);
        this.#push(due);
        continue;
      }
      this.nowMs = Math.max(this.nowMs, due.atMs);
      if (due.everyMs !== null) {
        this.#orders += 1;
        this.#push(Object.assign(due, { atMs: this.nowMs + due.everyMs, order: this.#orders }));
      }
      this.current = due.owner;
      this.events += 1;
      due.run();
      finishTurn();
      this.current = null;
      if (!checked()) return false;
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
    return true;
  }

  /** Replaces every clock and timer that code of this thread can reach. */
  install(): void {
    const timer =
      (everyOf: (ms: number) => number | null) =>
      (run: (...words: unknown[]) => void, ms?: number, ...words: unknown[]) => {
        const wholeMs = Math.max(1, Math.trunc(ms ?? 1));
        return new Handle(this.at(this.nowMs + wholeMs, this.current, () => run(...words), everyOf(wholeMs)));
      };
    const clear = (handle: unknown) => {
      if (handle instanceof Handle) handle.due.cancelled = true;
    };
    Object.assign(globalThis, {
      setTimeout: timer(() => null),
      setInterval: timer((ms) => ms),
      setImmediate: (run: (...words: unknown[]) => void, ...words: unknown[]) =>
        new Handle(this.at(this.nowMs, this.current, () => run(...words))),
      clearTimeout: clear,
      clearInterval: clear,
      clearImmediate: clear,
    });
    Date.now = () => this.nowMs;
    performance.now = () => this.nowMs;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(due, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(one: Due, other: Due): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}

/** What `setTimeout` gives back. */
class Handle {
  readonly due: Due;

  constructor(due: Due) {
    this.due = due;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

export const time = new VirtualTime();
