/** No finer than this, so that thousands of instants share a look. */
const TICK_MS = 5;

/**
 * What is to be done, and when, for all players of a virtual user with one timer: a timer each costs k6 more than what most of
 * them do. Nothing comes early. The timer ends with the last of it, for k6 waits for timers.
 */
export class Agenda {
  readonly #ticks = new Map<number, (() => void)[]>();
  #next = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  at(atMs: number, act: () => void): void {
    if (this.#timer === null) {
      this.#next = tickOf(Date.now());
      this.#timer = setInterval(() => this.#look(), TICK_MS);
    }
    const tick = Math.max(tickOf(atMs), this.#next);
    const acts = this.#ticks.get(tick);
    if (acts === undefined) this.#ticks.set(tick, [act]);
    else acts.push(act);
  }

  #look(): void {
    const now = Math.floor(Date.now() / TICK_MS);
    while (this.#next <= now) {
      const acts = this.#ticks.get(this.#next);
      this.#ticks.delete(this.#next);
      this.#next += 1;
      for (const act of acts ?? []) act();
    }
    if (this.#ticks.size > 0) return;
    clearInterval(this.#timer!);
    this.#timer = null;
  }
}

const tickOf = (atMs: number): number => Math.ceil(atMs / TICK_MS);

/** Of this virtual user. */
export const agenda = new Agenda();
