import type { RegisteredHandler } from '@colyseus/core';

/** Counts this process' open rooms of each kind that it is shown, from then on. */
export class OpenRooms {
  readonly #counts = new Map<string, number>();

  attend(handler: RegisteredHandler): void {
    const { name } = handler;
    this.#counts.set(name, 0);
    handler.on('create', () => this.#counts.set(name, this.#counts.get(name)! + 1));
    handler.on('dispose', () => this.#counts.set(name, this.#counts.get(name)! - 1));
  }

  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}
