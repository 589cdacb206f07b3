/** A request takes up to half a millisecond before it first waits for something. */
const REQUESTS_A_TURN = 2;

/**
 * Spreads requests that arrive together over turns of the event loop: a thousand log-ins at once must not keep the
 * rooms waiting until the last of them has been read. Resolves at once while the turn is not full; first come, first
 * served.
 */
export function createTurns(requestsATurn = REQUESTS_A_TURN): () => Promise<void> | undefined {
  const waiting: (() => void)[] = [];
  let taken = 0;
  let scheduled = false;

  function next(): void {
    scheduled = false;
    taken = Math.min(waiting.length, requestsATurn);
    for (const go of waiting.splice(0, taken)) go();
    if (taken > 0) schedule();
  }
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(next);
  }

  return () => {
    schedule();
    if (taken < requestsATurn && waiting.length === 0) {
      taken += 1;
      return undefined;
    }
    return new Promise((go) => void waiting.push(go));
  };
}
