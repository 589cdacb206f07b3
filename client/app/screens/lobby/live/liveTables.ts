import { signal } from '@preact/signals';
import type { GameEvent } from '../../../../../domain/events/event.ts';
import type { Monitor } from '../../../../sdk/index.ts';

/** How a table's flight stands, by what the monitor told: in flight since, or over at. */
export type Flight = { launchedAtMs: number } | { bustHundredths: number };

export interface TableNews {
  flight: Flight | null;
  /** Newest first. */
  bustsHundredths: readonly number[];
}

const BUSTS = 5;

/** By table; empty until the monitor has told. */
export const tableNews = signal<ReadonlyMap<string, TableNews>>(new Map());

let clock: Pick<Monitor['clock'], 'nowMs'> | null = null;

/** By whose clock flights are shown: that of the seat which tells of them, null without one. */
export function setLobbyClock(seat: typeof clock): void {
  clock = seat;
}

/** The server's epoch milliseconds, as well as we know. */
export function serverNowMs(): number {
  return clock?.nowMs() ?? Date.now();
}

/** @param events oldest first */
export function tellTables(events: readonly GameEvent[]): void {
  let news: Map<string, TableNews> | null = null;
  for (const event of events) {
    if (event.type !== 'crash.launch' && event.type !== 'crash.bust') continue;
    news ??= new Map(tableNews.value);
    const { table } = event.data;
    const busts = news.get(table)?.bustsHundredths ?? [];
    if (event.type === 'crash.launch') {
      news.set(table, { flight: { launchedAtMs: event.atMs }, bustsHundredths: busts });
    } else {
      const { bustHundredths } = event.data;
      news.set(table, {
        flight: { bustHundredths },
        bustsHundredths: [bustHundredths, ...busts].slice(0, BUSTS),
      });
    }
  }
  if (news !== null) tableNews.value = news;
}
