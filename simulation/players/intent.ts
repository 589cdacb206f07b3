/** Which room a request goes to. */
export type SeatKind = 'crash' | 'slots' | 'rps' | 'gacha' | 'rps_match';

export type RequestType = 'bet' | 'cancel' | 'cashout' | 'spin' | 'throw' | 'pull' | 'commit' | 'reveal';

/** Something that a player wants done once, however often it is asked for. */
export interface Intent {
  playerId: string;
  kind: SeatKind;
  type: RequestType;
  body: Record<string, unknown>;
  /** What its stake is booked under; null: it stakes nothing. */
  ledgerKey: string | null;
  /** As JSON, as it left the room first. */
  answer: string | null;
  /** The last refusal, if it was one that decides. */
  refusal: string | null;
  /** How often it was sent. */
  sent: number;
  /** An attempt was answered with what leaves the outcome open, or not at all. */
  unsure: boolean;
}

/** Refusals that say nothing of the outcome, or that ask to try again. */
const OPEN = new Set(['store_unavailable', 'busy', 'fenced', 'draining', 'internal']);

export function isDecided({ answer, refusal }: Intent): boolean {
  return answer !== null || (refusal !== null && !OPEN.has(refusal));
}
