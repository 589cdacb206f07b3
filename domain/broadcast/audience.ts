import type { Audience, Broadcast, BroadcastTarget } from './broadcast.ts';

/** Who watches without an account has no lobby: these rooms tell them what is meant for all. */
const TELL_SPECTATORS: ReadonlySet<string> = new Set(['crash', 'backtest']);

/**
 * Whether this seat is told. Whoever has an account sits in the lobby for as long as they are there, so what is for
 * all comes there, and to those who have none where they watch: nobody gets it in two rooms of theirs. The monitor is
 * a screen of its own, on a wall without an account or beside the lobby.
 */
export function reaches(audience: Audience, seat: BroadcastTarget): boolean {
  switch (audience.to) {
    case 'all':
      if (seat.room === 'lobby' || seat.room === 'monitor') return true;
      return seat.playerId === null && TELL_SPECTATORS.has(seat.room);
    case 'room':
      return seat.room === audience.room;
    case 'table':
      return seat.room === 'crash' && seat.table === audience.table;
    case 'player':
      return seat.room === 'lobby' && seat.playerId === audience.playerId;
  }
}

/** From its start until it expires, unless it was cancelled. */
export function isLive(broadcast: Broadcast, nowMs: number): boolean {
  return broadcast.cancelledAtMs === null && broadcast.startsAtMs <= nowMs && nowMs < broadcast.expiresAtMs;
}

/** Whether it is over for good: nobody will be told any more. */
export function isOver(broadcast: Broadcast, nowMs: number): boolean {
  return broadcast.cancelledAtMs !== null || broadcast.expiresAtMs <= nowMs;
}
