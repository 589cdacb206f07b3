/**
 * One player's writes that the database would do one after the other anyway: they wait for each other here, not each
 * with a connection of its own.
 */
export function playerTurns(): <T>(playerId: string, work: () => Promise<T>) => Promise<T> {
  /** The last one of each player that is under way. */
  const underway = new Map<string, Promise<unknown>>();
  return async (playerId, work) => {
    const before = underway.get(playerId) ?? Promise.resolve();
    const mine = before.then(work, work);
    underway.set(playerId, mine);
    try {
      return await mine;
    } finally {
      if (underway.get(playerId) === mine) underway.delete(playerId);
    }
  };
}
