import { type IRoomCache, matchMaker } from '@colyseus/core';
import type { Match } from '../../domain/rps/match.ts';

/**
 * The room that hosts the match, wherever in the cluster it lives; null when its process is gone.
 * @throws `busy` while that can't be known
 */
export async function hostOf(match: Match): Promise<IRoomCache | null> {
  if (match.host === null) return null;
  const room = await matchMaker.getRoomById(match.host);
  if (!room) return null;
  try {
    return (await matchMaker.remoteRoomCall(room.roomId, 'hosts' as never, [match.matchId])) ? room : null;
  } catch {
    // Its process does not answer: if it only stood still, it will find the match in other hands.
    return null;
  }
}
