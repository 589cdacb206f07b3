import type { GameEvent } from '../../../../domain/events/event.ts';
import { netWinOf } from './netWin.ts';

export interface Win {
  event: GameEvent;
  netCoins: number;
}

/** More lines at once nobody can read: of a busier frame the weightiest are listed. */
const LINES_A_FRAME = 4;
const MOST_LINES = 40;
const MOST_WINS = 6;
const KEPT_WINS = 400;
export const WINS_FOR_MS = 600_000;
export const LEFT_OUT_FOR_MS = 10_000;

/** What the wall lists of all that it is told: a stream slow enough to be read, and the biggest wins of some minutes. */
export class WallFeed {
  #lines: readonly GameEvent[] = [];
  #wins: Win[] = [];
  #leftOut: { atMs: number; count: number }[] = [];

  /** Newest first. */
  get lines(): readonly GameEvent[] {
    return this.#lines;
  }

  /** What was there before us. */
  begin(events: readonly GameEvent[], nowMs: number): void {
    this.#lines = events.slice(-MOST_LINES).reverse();
    this.#remember(events, nowMs);
  }

  add(events: readonly GameEvent[], nowMs: number): void {
    const chosen = new Set([...events].sort((a, b) => weightOf(b) - weightOf(a)).slice(0, LINES_A_FRAME));
    const shown = events.filter((event) => chosen.has(event)).reverse();
    this.#lines = [...shown, ...this.#lines].slice(0, MOST_LINES);
    this.leaveOut(events.length - shown.length, nowMs);
    this.#remember(events, nowMs);
  }

  leaveOut(count: number, nowMs: number): void {
    if (count > 0) this.#leftOut.push({ atMs: nowMs, count });
  }

  /** Events of the last 10 s that are not listed. */
  leftOut(nowMs: number): number {
    this.#leftOut = this.#leftOut.filter(({ atMs }) => nowMs - atMs < LEFT_OUT_FOR_MS);
    return this.#leftOut.reduce((sum, { count }) => sum + count, 0);
  }

  /** The biggest first. */
  wins(nowMs: number): readonly Win[] {
    return this.#wins.filter(({ event }) => nowMs - event.atMs < WINS_FOR_MS).slice(0, MOST_WINS);
  }

  #remember(events: readonly GameEvent[], nowMs: number): void {
    const known = new Set(this.#wins.map(({ event }) => event.id));
    const more = events
      .map((event) => ({ event, netCoins: netWinOf(event) }))
      .filter(({ event, netCoins }) => netCoins > 0 && !known.has(event.id));
    if (more.length === 0) return;
    this.#wins = [...this.#wins, ...more]
      .filter(({ event }) => nowMs - event.atMs < WINS_FOR_MS)
      .sort((a, b) => b.netCoins - a.netCoins)
      .slice(0, KEPT_WINS);
  }
}

/** A bust or a launch is one for many; else what it is about in coins. */
function weightOf(event: GameEvent): number {
  switch (event.type) {
    case 'crash.bust':
    case 'crash.void':
    case 'crash.launch':
      return Number.MAX_SAFE_INTEGER;
    case 'crash.bet':
    case 'crash.cancel':
      return event.data.amountCoins;
    case 'crash.cashout':
      return event.data.payoutCoins;
    case 'slots.spin':
    case 'rps.throw':
      return Math.max(event.data.betCoins, event.data.payoutCoins);
    case 'gacha.pull':
      return event.data.costCoins * (event.data.rarities.includes('legendary') ? 100 : 1);
    case 'rps.match':
      return event.data.paidCoins;
    default:
      return 0;
  }
}
