import type { Count, RateCounter } from './counter.ts';

/** Subjects of all names: some 40 MiB. */
const MOST_SUBJECTS = 200_000;

/** A name's window: of all its subjects at once, so that they are forgotten together, and a count is a number. */
interface Window {
  endsAtMs: number;
  taken: Map<string, number>;
}

/**
 * Counts in memory. Allocates nothing for a subject that it knows, and never holds more than a bounded number: in a
 * name's window the oldest makes room for the newest.
 */
export class MemoryCounter implements RateCounter {
  readonly #mostSubjects: number;
  readonly #windows = new Map<string, Window>();
  #subjects = 0;

  constructor(mostSubjects = MOST_SUBJECTS) {
    this.#mostSubjects = mostSubjects;
  }

  /** Subjects that are held. */
  get size(): number {
    return this.#subjects;
  }

  take(name: string, subject: string, withinMs: number, nowMs: number): Count {
    const taken = this.count(name, subject, withinMs, nowMs);
    return { taken, resetAtMs: this.resetAtMs(name) };
  }

  /** Counts one more: how many there are. */
  count(name: string, subject: string, withinMs: number, nowMs: number): number {
    let window = this.#windows.get(name);
    if (window === undefined) {
      window = { endsAtMs: 0, taken: new Map() };
      this.#windows.set(name, window);
    }
    if (nowMs >= window.endsAtMs) {
      this.#empty(window);
      window.endsAtMs = nowMs + withinMs;
    }
    const before = window.taken.get(subject);
    if (before === undefined && !this.#makeRoom(window, nowMs)) return 1;
    const taken = (before ?? 0) + 1;
    window.taken.set(subject, taken);
    return taken;
  }

  /** When what was just counted under this name is counted from 1 again. */
  resetAtMs(name: string): number {
    return this.#windows.get(name)?.endsAtMs ?? 0;
  }

  /** False when all the room is taken by other names: then the subject is not counted. */
  #makeRoom(window: Window, nowMs: number): boolean {
    if (this.#subjects >= this.#mostSubjects) this.#forget(nowMs);
    if (this.#subjects < this.#mostSubjects) {
      this.#subjects += 1;
      return true;
    }
    const [oldest] = window.taken.keys();
    if (oldest === undefined) return false;
    window.taken.delete(oldest);
    return true;
  }

  #forget(nowMs: number): void {
    for (const window of this.#windows.values()) if (nowMs >= window.endsAtMs) this.#empty(window);
  }

  #empty(window: Window): void {
    this.#subjects -= window.taken.size;
    // Not cleared: a large table would be walked and kept.
    window.taken = new Map();
  }
}
