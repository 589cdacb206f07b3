/** A value that tells when it changes. Values are immutable snapshots: compare by identity. */
export interface Readable<T> {
  readonly value: T;
  /** Calls `listener` on each change (not at once). Returns the function that ends the subscription. */
  subscribe(listener: (value: T) => void): () => void;
}

export class Observable<T> implements Readable<T> {
  #value: T;
  readonly #changed = new Emitter<T>();

  constructor(initial: T) {
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.#changed.emit(value);
  }

  subscribe(listener: (value: T) => void): () => void {
    return this.#changed.subscribe(listener);
  }
}

/**
 * A value that is computed when somebody looks. A thousand bots in one process then pay nothing for
 * the snapshots that none of them reads.
 */
export class LazyObservable<T> implements Readable<T> {
  #compute: () => T;
  #cached: { value: T } | null;
  readonly #changed = new Emitter<T>();

  constructor(initial: T) {
    this.#cached = { value: initial };
    this.#compute = () => initial;
  }

  get value(): T {
    this.#cached ??= { value: this.#compute() };
    return this.#cached.value;
  }

  /** Declares that the value has changed; `compute` is called at most once, when it is read. */
  invalidate(compute: () => T): void {
    this.#compute = compute;
    this.#cached = null;
    if (this.#changed.listeners > 0) this.#changed.emit(this.value);
  }

  subscribe(listener: (value: T) => void): () => void {
    return this.#changed.subscribe(listener);
  }
}

export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  subscribe(listener: (value: T) => void): () => void {
    // A wrapper, so that the same function can be subscribed twice and ended one by one.
    const entry = (value: T) => listener(value);
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
