/** What an operator says to many at once. Text only: markup in it is shown as it was written. */
export interface Broadcast {
  id: string;
  text: string;
  level: BroadcastLevel;
  audience: Audience;
  startsAtMs: number;
  expiresAtMs: number;
  /** The operator's id. */
  createdBy: string;
  createdAtMs: number;
  cancelledAtMs: number | null;
}

export const BROADCAST_LEVELS = ['info', 'warning', 'critical'] as const;
export type BroadcastLevel = (typeof BROADCAST_LEVELS)[number];

export type Audience =
  | { to: 'all' }
  | { to: 'room'; room: string }
  | { to: 'table'; table: string }
  | { to: 'player'; playerId: string };

/** Where somebody sits: a seat in a room. */
export interface BroadcastTarget {
  room: string;
  /** Of a `crash` room. */
  table?: string;
  /** Null: without an account. */
  playerId: string | null;
}

export const LONGEST_TEXT = 2_000;
/** A broadcast may start and end at most this far ahead. */
export const FURTHEST_AHEAD_MS = 30 * 24 * 3_600_000;
