import { instantOf, multiplierAt } from '../../../../domain/crash/curve.ts';
import type { CrashStateView } from '../../../sdk/index.ts';

/** What the stage shows at one instant. */
export type Moment =
  | { kind: 'waiting' }
  | { kind: 'betting'; leftMs: number; share: number }
  | { kind: 'flying'; elapsedMs: number; hundredths: number; resumesInMs: number }
  | { kind: 'bust'; elapsedMs: number; hundredths: number };

/**
 * @param nowMs the server's clock, as well as the client knows it
 * @param bettingMs length of the betting window, for the bar
 */
export function momentAt(state: CrashStateView | null, nowMs: number, bettingMs: number): Moment {
  if (!state || state.phase === 'paused') return { kind: 'waiting' };
  if (state.phase === 'betting') {
    const leftMs = Math.max(0, state.bettingEndsAtMs - nowMs);
    return { kind: 'betting', leftMs, share: Math.min(1, leftMs / bettingMs) };
  }
  // The truth of a settled round is its bust: however far the drawing had come, it ends there.
  if (state.phase === 'settled') {
    const hundredths = state.bustHundredths;
    return { kind: 'bust', elapsedMs: instantOf(hundredths), hundredths };
  }
  const elapsedMs = Math.max(0, Math.max(nowMs, state.resumesAtMs) - state.launchedAtMs);
  return {
    kind: 'flying',
    elapsedMs,
    hundredths: multiplierAt(elapsedMs),
    resumesInMs: Math.max(0, state.resumesAtMs - nowMs),
  };
}
