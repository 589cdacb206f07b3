import type { SlotTurn } from '../../../sdk/index.ts';

/** One moment of showing a result that the server has long decided. */
export interface Frame {
  /** Which turn is on view: 0 is the paid spin. */
  turn: number;
  /** Reels that stand, from the left; the others spin. */
  stopped: number;
  /** What the turn won is shown. */
  counted: boolean;
  /** How long it is on view; the last frame stays. */
  lastsMs: number;
}

const SPIN_MS = 380;
const STOP_MS = 170;
const FREE_SPIN_MS = 240;
const FREE_STOP_MS = 110;
const WON_MS = 1_000;
const MISSED_MS = 350;

/** Reels stop one after the other, then the win is counted; free spins follow turn by turn. */
export function playback(turns: readonly SlotTurn[], reels: number, reducedMotion: boolean): Frame[] {
  return turns.flatMap((shown, turn) => {
    const free = turn > 0;
    const counted = {
      turn,
      stopped: reels,
      counted: true,
      lastsMs: shown.winCoins > 0 || shown.freeSpinsWon > 0 ? WON_MS : MISSED_MS,
    };
    if (reducedMotion) return [counted];
    const spinning = Array.from({ length: reels }, (_, stopped) => ({
      turn,
      stopped,
      counted: false,
      lastsMs: stopped === 0 ? (free ? FREE_SPIN_MS : SPIN_MS) : free ? FREE_STOP_MS : STOP_MS,
    }));
    return [...spinning, counted];
  });
}
