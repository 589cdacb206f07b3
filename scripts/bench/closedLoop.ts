/** What came of a closed loop. `calls` counts all of them; the figures are those of the measured time. */
export interface LoopFigures {
  calls: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  measuredMs: number;
}

const MAX_CALLS = 5_000_000;

/** Each caller calls again as soon as it has its answer, for the warm-up and then the measured time. */
export async function closedLoop(
  callers: number,
  warmUpMs: number,
  measureMs: number,
  call: (caller: number) => Promise<void>,
): Promise<LoopFigures> {
  const startAtMs = performance.now() + warmUpMs;
  const endAtMs = startAtMs + measureMs;
  // Outside the heap: the measuring must not make work for the garbage collector that it measures.
  const durations = new Float64Array(MAX_CALLS);
  let measured = 0;
  let calls = 0;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (;;) {
        const calledAtMs = performance.now();
        if (calledAtMs >= endAtMs) return;
        await call(caller);
        calls++;
        const answeredAtMs = performance.now();
        if (answeredAtMs >= startAtMs && answeredAtMs < endAtMs && measured < MAX_CALLS) {
          durations[measured++] = answeredAtMs - calledAtMs;
        }
      }
    }),
  );
  const sorted = durations.subarray(0, measured).sort();
  const at = (share: number) => sorted[Math.min(measured - 1, Math.floor(measured * share))] ?? 0;
  return {
    calls,
    perSecond: (measured / measureMs) * 1000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    measuredMs: measureMs,
  };
}
