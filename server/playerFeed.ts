import type { PlayerEvent, PlayerFeed } from '../rooms/ports.ts';

/** Players' personal streams within this process: from where money moves to the lobby sockets. */
export function createPlayerFeed(): PlayerFeed & { listens(playerId: string): boolean } {
  const listeners = new Map<string, Set<(event: PlayerEvent) => void>>();
  return {
    publish(playerId, event) {
      for (const listener of listeners.get(playerId) ?? []) listener(event);
    },
    listens: (playerId) => listeners.has(playerId),
    subscribe(playerId, listener) {
      const own = listeners.get(playerId) ?? new Set();
      listeners.set(playerId, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0 && listeners.get(playerId) === own) listeners.delete(playerId);
      };
    },
  };
}
