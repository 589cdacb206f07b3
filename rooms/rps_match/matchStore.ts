import { canonicalJson } from '../../domain/canonicalJson.ts';
import { ok, type Result } from '../../domain/result.ts';
import { dueAtMs, type Match } from '../../domain/rps/match.ts';
import type { RoomPorts } from '../ports.ts';

/**
 * Of two documents: the match itself, owned by its id, and `{"matchId"}` of each player who staked, which keeps
 * that player out of other matches until this one is finished.
 */
export const MATCH_SCOPE = 'rps_match';

type Ports = Pick<RoomPorts, 'games'>;

export function playerDocument(matchId: string): string {
  return canonicalJson({ matchId });
}

export function parseMatch(document: string): Match {
  return JSON.parse(document) as Match;
}

/** The match as it is stored; null before its first commit and after its end. */
export async function storedMatch(ports: Ports, matchId: string): Promise<Result<Match | null>> {
  const document = await documentOf(ports, matchId);
  if (!document.ok) return document;
  return ok(document.value === null ? null : parseMatch(document.value));
}

/** The id of the match that this player staked in and that is not finished. */
export async function unfinishedMatchId(ports: Ports, playerId: string): Promise<Result<string | null>> {
  const document = await documentOf(ports, playerId);
  if (!document.ok || document.value === null) return document;
  return ok((JSON.parse(document.value) as { matchId: string }).matchId);
}

/** Stores the match anew without money, if it still is `before`; otherwise `outdated`. */
export function changeMatch(ports: Ports, before: Match, after: Match): Promise<Result<void>> {
  const { matchId } = before;
  return ports.games.change(
    matchId,
    MATCH_SCOPE,
    canonicalJson(before),
    canonicalJson(after),
    dueAtMs(after),
  );
}

async function documentOf(ports: Ports, ownerId: string): Promise<Result<string | null>> {
  const states = await ports.games.states(ownerId, [MATCH_SCOPE]);
  return states.ok ? ok(states.value.get(MATCH_SCOPE) ?? null) : states;
}
