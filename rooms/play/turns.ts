/** Work done one after another, in the order in which it was asked for. */
export class Turns {
  #last: Promise<void> | null = null;

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last === null ? work() : this.#last.then(work);
    const over = turn.then(nothing, nothing);
    this.#last = over;
    void over.then(() => {
      if (this.#last === over) this.#last = null;
    });
    return turn;
  }
}

function nothing(): void {}
