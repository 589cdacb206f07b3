/** How old a player's standing may be when a request is judged by it. */
const FRESH_MS = 2_000;
const MAX_ENTRIES = 20_000;

interface Entry<T> {
  loadedAtMs: number;
  value: Promise<T>;
}

/** What is known of players by their ids, a short while; requests at the same moment share one question to the database. */
export function createPlayerCache<T>(
  load: (id: string) => Promise<T>,
  clock: { nowMs(): number },
): { get(id: string): Promise<T>; forget(id: string): void } {
  const entries = new Map<string, Entry<T>>();
  return {
    get(id) {
      const nowMs = clock.nowMs();
      const known = entries.get(id);
      if (known && nowMs - known.loadedAtMs < FRESH_MS) return known.value;
      const entry: Entry<T> = { loadedAtMs: nowMs, value: load(id) };
      entries.delete(id);
      entries.set(id, entry);
      // The oldest entry is the first: every load puts its own last.
      if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value!);
      entry.value.catch(() => {
        if (entries.get(id) === entry) entries.delete(id);
      });
      return entry.value;
    },
    forget: (id) => void entries.delete(id),
  };
}
