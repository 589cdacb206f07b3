/**
 * Calls `late` after so long, unless it is stopped: by what arrives meanwhile, which includes what arrived while the
 * process itself stood still and is read only now. A timer alone fires before that is read.
 */
export function startLateness(afterMs: number, late: () => void): { stop(): void } {
  let reading: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    // Sockets are read between this and that.
    reading = setImmediate(late);
  }, afterMs);
  return {
    stop() {
      clearTimeout(timer);
      clearImmediate(reading);
    },
  };
}
