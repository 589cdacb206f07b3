/** Tries it until it is not outdated, at most so often. */
export async function inTries<T>(
  tries: number,
  attempt: () => Promise<T | 'outdated'>,
): Promise<T | 'outdated'> {
  let outcome: T | 'outdated' = 'outdated';
  for (let tried = 0; outcome === 'outdated' && tried < tries; tried += 1) outcome = await attempt();
  return outcome;
}
