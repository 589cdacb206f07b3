import { assert } from '../assert.ts';
import type { LoadedOdds } from '../games/odds.ts';
import type { Hand } from '../protocol/rps.ts';
import { fail, ok, type Result } from '../result.ts';
import { commitOf } from './commit.ts';
import type { RpsOdds } from './odds.ts';

/** A player of a match, with what it did so far. */
export type MatchPlayer = {
  playerId: string;
  nickname: string;
  /** Of its coins. */
  accountId: number;
  /** The game that this match is in the player's history. */
  gameId: string;
  /** SHA-256 of `matchId|playerId|hand|salt` in lowercase hex; null: not committed, so nothing is staked. */
  commit: string | null;
  /** The ledger's key of the stake; null as long as there is none. */
  stakeKey: string | null;
  reveal: { hand: Hand; salt: string } | null;
};

/**
 * A match between two players. Once somebody committed it is stored as a document, until it is finished: whoever
 * loses its process finds it there. JSON, so that the document is the match.
 */
export type Match = {
  matchId: string;
  betCoins: number;
  /** Of the odds table that the match was opened by. */
  oddsHash: string;
  feeHundredths: number;
  phase: 'committing' | 'revealing';
  /** When the first hand was committed; 0 before. */
  startedAtMs: number;
  /** For the second commit, then for the reveals; 0 before the first commit. */
  deadlineAtMs: number;
  /** The room that hosts it; null: none does. */
  host: string | null;
  players: [MatchPlayer, MatchPlayer];
};

/** What follows from a commit: this player's stake is to be held, together with the match as it is then. */
export interface StakeToHold {
  match: Match;
  player: MatchPlayer;
}

/** What follows from a reveal: the match is to be stored, or finished; `none`: it was done before. */
export type Reveal = { type: 'store' | 'finish'; match: Match } | { type: 'none' };

/** How long the live room has to finish a match that is due, before a sweeper looks at it. */
const LEFT_TO_ITS_ROOM_MS = 5_000;

export function openMatch(
  { odds, oddsHash }: LoadedOdds<RpsOdds>,
  setting: Pick<Match, 'matchId' | 'betCoins' | 'host'>,
  players: [MatchPlayer, MatchPlayer],
): Match {
  assert(players[0].playerId !== players[1].playerId, 'nobody plays against oneself');
  const { feeHundredths } = odds.match;
  return {
    ...setting,
    oddsHash,
    feeHundredths,
    phase: 'committing',
    startedAtMs: 0,
    deadlineAtMs: 0,
    players,
  };
}

/** A player who has done nothing yet. */
export function matchPlayer(
  player: Pick<MatchPlayer, 'playerId' | 'nickname' | 'accountId' | 'gameId'>,
): MatchPlayer {
  return { ...player, commit: null, stakeKey: null, reveal: null };
}

/** Commits a hand (RP5 to RP8, RP17). `stakeKey` is what the ledger knows the stake by. */
export function commitHand(
  odds: RpsOdds,
  match: Match,
  { playerId, commit, stakeKey }: { playerId: string; commit: string; stakeKey: string },
  nowMs: number,
): Result<StakeToHold> {
  if (!isIn(match, playerId)) return fail('outdated', { matchId: match.matchId });
  const { own, other } = sides(match, playerId);
  if (own.commit !== null) return fail('already_bet', { matchId: match.matchId });
  if (isOver(match, nowMs)) return fail('too_late', { matchId: match.matchId }, DEADLINE_PASSED);
  if (other.commit === commit) {
    return fail('invalid_request', { field: 'commit', problem: 'is the one that the other player made' });
  }
  const isFirst = other.commit === null;
  const player = { ...own, commit, stakeKey };
  const phase = isFirst ? 'committing' : 'revealing';
  const after: Match = {
    ...withPlayer(match, player),
    phase,
    startedAtMs: isFirst ? nowMs : match.startedAtMs,
    deadlineAtMs: nowMs + windowMs(odds, phase),
  };
  return ok({ match: after, player });
}

/** Reveals a committed hand (RP9 to RP11, RP17); the second reveal finishes the match. */
export function revealHand(
  match: Match,
  { playerId, hand, salt }: { playerId: string; hand: Hand; salt: string },
  nowMs: number,
): Result<Reveal> {
  if (!isIn(match, playerId)) return fail('outdated', { matchId: match.matchId });
  const { own, other } = sides(match, playerId);
  if (match.phase !== 'revealing') {
    return fail('outdated', { phase: match.phase }, 'Both players have to commit first.');
  }
  if (commitOf(match.matchId, playerId, hand, salt) !== own.commit) {
    return fail('invalid_request', { field: 'salt', problem: 'hand and salt do not give the commit' });
  }
  if (own.reveal !== null) return ok({ type: 'none' });
  if (isOver(match, nowMs)) return fail('too_late', { matchId: match.matchId }, DEADLINE_PASSED);
  const after = withPlayer(match, { ...own, reveal: { hand, salt } });
  return ok({ type: other.reveal === null ? 'store' : 'finish', match: after });
}

/** True once the running window has passed: what is there then decides. */
export function isOver(match: Match, nowMs: number): boolean {
  return match.deadlineAtMs > 0 && nowMs >= match.deadlineAtMs;
}

/** The same match in another host's hands, its running window from the start: what was down takes no time (RP15). */
export function restartWindow(odds: RpsOdds, match: Match, host: string | null, nowMs: number): Match {
  assert(match.deadlineAtMs > 0, `match ${match.matchId} has no window that runs`);
  return { ...match, host, deadlineAtMs: nowMs + windowMs(odds, match.phase) };
}

/** When a sweeper has to see to a stored match. */
export function dueAtMs(match: Match): number {
  return match.deadlineAtMs + LEFT_TO_ITS_ROOM_MS;
}

/** Whether the match is this player's: a request may have waited until the table had another one (RP17). */
function isIn(match: Match, playerId: string): boolean {
  return match.players.some((player) => player.playerId === playerId);
}

/** A player's side of the match, and the opponent's. */
export function sides(match: Match, playerId: string): { own: MatchPlayer; other: MatchPlayer } {
  const index = match.players.findIndex((player) => player.playerId === playerId);
  assert(index >= 0, `player ${playerId} is not in match ${match.matchId}`);
  return { own: match.players[index]!, other: match.players[1 - index]! };
}

const DEADLINE_PASSED = 'The time for this has passed.';

function windowMs(odds: RpsOdds, phase: Match['phase']): number {
  return phase === 'committing' ? odds.match.commitWithinMs : odds.match.revealWithinMs;
}

function withPlayer(match: Match, player: MatchPlayer): Match {
  const [first, second] = match.players;
  return { ...match, players: first.playerId === player.playerId ? [player, second] : [first, player] };
}
