import type { PlayerEvent, PlayerFeed } from '../rooms/ports.ts';

export interface HeardFeed extends PlayerFeed {
  /** Whether anybody here listens to this player's stream. */
  listens(playerId: string): boolean;
}

/** Players' personal streams within this process: from where money moves to the lobby sockets. */
export function createPlayerFeed(): HeardFeed {
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
