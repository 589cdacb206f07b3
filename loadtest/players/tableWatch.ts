import type { CrashStateView } from '../../domain/protocol/crash.ts';
import { Line } from '../line.ts';
import { countNow, took } from '../measures.ts';
import { SchemaState } from '../schemaState.ts';

export interface TableNews {
  /** Again for the same round when its window is opened anew. */
  onOpen(game: number, bettingEndsAtMs: number): void;
  onLaunch(game: number, launchedAtMs: number): void;
}

const A_WHILE_MS = 1_000;
const NO_NEWS: TableNews = { onOpen() {}, onLaunch() {} };

/** A spectator, who reads the state: what a table does is told by one of them to all players of a virtual user. */
export class TableWatch {
  readonly #line: Line;
  readonly #news: TableNews;
  #game = 0;
  #phase = '';
  /** Of a window that is open; a new table's is opened again and again until somebody bets. */
  #endsAtMs = 0;

  constructor(table: string, news = NO_NEWS) {
    this.#news = news;
    let state = new SchemaState<CrashStateView>();
    this.#line = new Line({
      ...{ room: 'crash', options: { table }, token: null },
      state: () => {
        state = new SchemaState<CrashStateView>();
        return state;
      },
      onRoom: (room) => {
        room.onState = () => this.#look(state.value);
      },
    });
  }

  /** The round that takes bets for a while yet. */
  get betting(): { game: number; endsAtMs: number } | null {
    const lasts = this.#phase === 'betting' && this.#endsAtMs > Date.now() + A_WHILE_MS;
    return lasts ? { game: this.#game, endsAtMs: this.#endsAtMs } : null;
  }

  open(): Promise<boolean> {
    return this.#line.open();
  }

  end(): Promise<void> {
    return this.#line.end();
  }

  #look(state: CrashStateView | null): void {
    if (state === null) return;
    const endsAtMs = state.phase === 'betting' ? state.bettingEndsAtMs : 0;
    if (state.game === this.#game && state.phase === this.#phase && endsAtMs === this.#endsAtMs) return;
    this.#game = state.game;
    this.#phase = state.phase;
    this.#endsAtMs = endsAtMs;
    if (state.phase === 'betting') this.#news.onOpen(state.game, endsAtMs);
    if (state.phase === 'settled') countNow('rounds_seen');
    if (state.phase !== 'flying') return;
    if (state.resumesAtMs === 0) took('launch_seen_ms', state.launchedAtMs);
    this.#news.onLaunch(state.game, state.launchedAtMs);
  }
}
