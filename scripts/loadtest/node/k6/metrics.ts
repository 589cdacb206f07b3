/** What this process has measured, by name. */
export const counted: Record<string, number> = {};
export const timed: Record<string, number[]> = {};

export class Counter {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    counted[name] = 0;
  }

  add(by: number): void {
    counted[this.#name]! += by;
  }
}

export class Trend {
  readonly #values: number[] = [];

  constructor(name: string) {
    timed[name] = this.#values;
  }

  add(value: number): void {
    this.#values.push(value);
  }
}
