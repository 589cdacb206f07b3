import seedrandom from 'seedrandom';
import type { EventDraft, EventType } from '../../../domain/events/event.ts';
import type { GachaBanner } from '../../../domain/gacha/banner.ts';
import rps from '../../../domain/rps/rps.data.ts';
import type { SlotMachine } from '../../../domain/slots/machine.ts';
import { logEvidence } from '../../../domain/watch/verdict.ts';
import { ReturnWatcher } from '../../../domain/watch/watcher.ts';

/** A watcher of rock-paper-scissors and whatever else is named. */
export function watcherOf(
  odds: {
    tables?: { table: string; edgePercent: number }[];
    machines?: SlotMachine[];
    banners?: GachaBanner[];
  } = {},
): ReturnWatcher {
  return new ReturnWatcher({ tables: [], machines: [], banners: [], rps, ...odds });
}

/** An event about nobody. */
export function told<Type extends EventType>(type: Type, data: EventDraft<Type>['data']): EventDraft {
  return { type, player: null, bot: false, data } as EventDraft;
}

/** Running totals of the logarithms of the one game that is played, as the database keeps them. */
export function evidence(): { add(watcher: ReturnWatcher): number } {
  let logs: number[] | null = null;
  return {
    add(watcher) {
      const delta = watcher.take()[0];
      if (delta !== undefined) logs = delta.logs.map((log, at) => log + (logs?.[at] ?? 0));
      return logs === null ? 0 : logEvidence(logs);
    },
  };
}

/** The part of so many runs whose evidence ever reaches `at`, looked at after every fourth unit. */
export function shareOfAlarms(
  runs: number,
  units: number,
  at: number,
  start: (random: () => number) => { watcher: ReturnWatcher; unit(): void },
): number {
  let alarms = 0;
  for (let run = 0; run < runs; run += 1) {
    const { watcher, unit } = start(seedrandom.alea(`watch ${run}`));
    const total = evidence();
    for (let played = 1; played <= units; played += 1) {
      unit();
      if (played % 4 !== 0) continue;
      if (total.add(watcher) < Math.log(at)) continue;
      alarms += 1;
      break;
    }
  }
  return alarms / runs;
}

/** How many units until the alarm of one in a million, looked at every `every`; null if it never is within `most`. */
export function unitsUntilAlarm(
  most: number,
  every: number,
  watcher: ReturnWatcher,
  unit: () => void,
): number | null {
  const total = evidence();
  for (let played = 1; played <= most; played += 1) {
    unit();
    if (played % every === 0 && total.add(watcher) >= Math.log(1e6)) return played;
  }
  return null;
}

/** A bust as the formula gives it, from a double in [0, 1). */
export function bustOf(random: () => number, edgePercent: number): number {
  return Math.min(100_000_000, Math.max(100, Math.floor((100 - edgePercent) / (1 - random()))));
}
