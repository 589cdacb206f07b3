/**
 * Lets so many pieces of work go on at once; the others wait for their turn, first come, first served. What is waited
 * for costs a promise each: the database is asked by those that go on alone.
 */
export function createLane(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = atOnce;

  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => void waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
