import exec from 'k6/execution';
import type { Options } from 'k6/options';
import { SETTINGS } from './settings.ts';

/** When what counts begins and ends, on the clock of this machine. */
export interface Run {
  openedAtMs: number;
}

/** Long enough for what is open at the end: a flight, a backtest, a line that is down. */
const SETTLES_WITHIN_MS = 120_000;

/** Thresholds of `timing` are left out where timing is not judged. */
export function optionsOf(
  thresholds: Record<string, string[]>,
  timing: Record<string, string[]> = {},
): Options {
  const judged = { ...EVERYWHERE, ...thresholds, ...(SETTINGS.judgesTiming ? timing : {}) };
  const lastsMs = SETTINGS.rampMs + SETTINGS.durationMs + SETTLES_WITHIN_MS;
  return {
    scenarios: {
      players: {
        executor: 'per-vu-iterations',
        vus: SETTINGS.virtualUsers,
        iterations: 1,
        maxDuration: `${Math.ceil(lastsMs / 1_000)}s`,
        gracefulStop: '0s',
      },
    },
    thresholds: judged,
    // Each tag more is paid for with every sample.
    systemTags: ['name', 'status'],
    summaryTrendStats: ['count', 'avg', 'min', 'med', 'p(90)', 'p(95)', 'p(99)', 'max'],
    setupTimeout: '120s',
    discardResponseBodies: false,
  };
}

/** What must hold whatever is played. */
const EVERYWHERE = { players_unseated: ['count==0'], outcomes_unknown: ['count==0'], bugs: ['count==0'] };

/** The rest of the ramp everybody plays unmeasured. */
const ARRIVED_BY = 0.5;

let openedAtMs = 0;

export function openRun(): Run {
  const run = { openedAtMs: Date.now() };
  console.log(JSON.stringify(run));
  return run;
}

/** Called by each virtual user before anything else. */
export function enter(run: Run): void {
  openedAtMs = run.openedAtMs;
}

export const measuredFromMs = (): number => openedAtMs + SETTINGS.rampMs;
export const endsAtMs = (): number => measuredFromMs() + SETTINGS.durationMs;
export const isOver = (): boolean => Date.now() >= endsAtMs();
/** After this nobody waits any longer. */
export const givesUpAtMs = (): number => endsAtMs() + SETTLES_WITHIN_MS / 2;

export function isMeasured(atMs: number): boolean {
  return atMs >= measuredFromMs() && atMs < endsAtMs();
}

/** Places of the players of this virtual user, of `count` in all. */
export function ownPlaces(count: number): number[] {
  const { virtualUsers } = SETTINGS;
  const own: number[] = [];
  for (let place = exec.scenario.iterationInTest; place < count; place += virtualUsers) own.push(place);
  return own;
}

export const isFirstUser = (): boolean => exec.scenario.iterationInTest === 0;

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(() => resolve(), Math.max(0, ms)));
}

/** Even numbers from 0 to 1 for neighbours, without a generator: multiples of the golden ratio. */
export function spread(place: number): number {
  return (place * 0.618_033_988_749_895) % 1;
}

/** Calls `begin` for each player at its instant of the ramp, and waits for all of them. */
export async function arrive<T>(
  places: readonly number[],
  count: number,
  begin: (place: number) => Promise<T>,
): Promise<T[]> {
  return Promise.all(
    places.map(async (place) => {
      await pause(openedAtMs + (ARRIVED_BY * SETTINGS.rampMs * place) / count - Date.now());
      return begin(place);
    }),
  );
}

/** Until the measured part is over. */
export function untilOver(): Promise<void> {
  return pause(endsAtMs() - Date.now());
}
