/** Where a session outlives the page or the process. `exclusive` keeps two tabs from spending one refresh token. */
export interface SessionStore {
  read(): string | null;
  write(value: string | null): void;
  exclusive<T>(task: () => Promise<T>): Promise<T>;
}

export function memorySessionStore(): SessionStore {
  let value: string | null = null;
  return {
    read: () => value,
    write(next) {
      value = next;
    },
    exclusive: (task) => task(),
  };
}

/** `localStorage`, shared between tabs; falls back to memory where the browser denies it. */
export function browserSessionStore(key = 'fairground.session'): SessionStore {
  const fallback = memorySessionStore();
  return {
    read() {
      try {
        return globalThis.localStorage.getItem(key);
      } catch {
        return fallback.read();
      }
    },
    write(value) {
      fallback.write(value);
      try {
        if (value === null) globalThis.localStorage.removeItem(key);
        else globalThis.localStorage.setItem(key, value);
      } catch {
        // Kept in memory: the session lasts as long as the page.
      }
    },
    exclusive: (task) =>
      (navigator.locks ? navigator.locks.request(key, task) : task()) as ReturnType<typeof task>,
  };
}
