/** What came of a closed loop. `calls` counts all of them; the figures are those of the measured time. */
export interface LoopFigures {
  calls: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  measuredMs: number;
}

/** Each caller calls again as soon as it has its answer, for the warm-up and then the measured time. */
export async function closedLoop(
  callers: number,
  warmUpMs: number,
  measureMs: number,
  call: (caller: number) => Promise<void>,
): Promise<LoopFigures> {
  const startAtMs = performance.now() + warmUpMs;
  const endAtMs = startAtMs + measureMs;
  const durations: number[] = [];
  let calls = 0;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (;;) {
        const calledAtMs = performance.now();
        if (calledAtMs >= endAtMs) return;
        await call(caller);
        calls++;
        const answeredAtMs = performance.now();
        if (answeredAtMs >= startAtMs && answeredAtMs < endAtMs) durations.push(answeredAtMs - calledAtMs);
      }
    }),
  );
  durations.sort((a, b) => a - b);
  const at = (share: number) =>
    durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? 0;
  return {
    calls,
    perSecond: (durations.length / measureMs) * 1000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    measuredMs: measureMs,
  };
}
