/** A message for one player, kept until acknowledged. `sequence` counts per player, from 1, with a gap at each restore only. */
export interface Notice {
  sequence: number;
  kind: string;
  data: Record<string, unknown>;
  createdAtMs: number;
}

export interface NoticeEntry {
  playerId: string;
  dedupeKey: string;
  kind: string;
  data: Record<string, unknown>;
}

export interface NoticeStore {
  /**
   * Appends for many players at once, all or none; answers each entry's notice, in the order of the entries.
   * The same `dedupeKey` (a UUID) again changes nothing and answers the first.
   */
  appendAll(entries: readonly NoticeEntry[]): Promise<(Notice & { playerId: string })[]>;
  /** Notices that the player has not acknowledged, oldest first, at most 200. */
  pending(playerId: string): Promise<Notice[]>;
  /** Acknowledges all up to and including `sequence`. */
  acknowledge(playerId: string, sequence: number): Promise<void>;
}
