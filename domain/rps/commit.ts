import { sha256Hex } from '../fairness/sha256.ts';
import type { Hand } from '../protocol/rps.ts';

/** What binds a player to a hand without showing it: SHA-256 of the text, in lowercase hex. The salt is hashed as sent. */
export function commitOf(matchId: string, playerId: string, hand: Hand, salt: string): string {
  return sha256Hex(`${matchId}|${playerId}|${hand}|${salt}`);
}
