import type { Player } from '../../domain/identity/port.ts';

/** How old a player's standing may be when a request is judged by it. */
const FRESH_MS = 2_000;
const MAX_ENTRIES = 20_000;

interface Entry {
  loadedAtMs: number;
  player: Promise<Player | null>;
}

/** Players by id, a short while; requests at the same moment share one question to the database. */
export function createPlayerCache(
  load: (id: string) => Promise<Player | null>,
  clock: { nowMs(): number },
): { player(id: string): Promise<Player | null>; forget(id: string): void } {
  const entries = new Map<string, Entry>();
  return {
    player(id) {
      const nowMs = clock.nowMs();
      const known = entries.get(id);
      if (known && nowMs - known.loadedAtMs < FRESH_MS) return known.player;
      const entry: Entry = { loadedAtMs: nowMs, player: load(id) };
      entries.delete(id);
      entries.set(id, entry);
      // The oldest entry is the first: every load puts its own last.
      if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value!);
      entry.player.catch(() => {
        if (entries.get(id) === entry) entries.delete(id);
      });
      return entry.player;
    },
    forget: (id) => void entries.delete(id),
  };
}
