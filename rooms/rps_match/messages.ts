import type { MatchMessage, MatchResultMessage } from '../../domain/protocol/rps.ts';
import type { MatchOutcome } from '../../domain/rps/ending.ts';
import { type Match, type MatchPlayer, sides } from '../../domain/rps/match.ts';
import type { EndedGame } from './finishing.ts';

/** What a player is told of the open match. The other one's hand is no part of it. */
export function matchMessage(match: Match, playerId: string): MatchMessage {
  const { own, other } = sides(match, playerId);
  const { matchId, betCoins, phase, deadlineAtMs } = match;
  return {
    matchId,
    betCoins,
    phase,
    opponent: { nickname: other.nickname },
    deadlineAtMs,
    you: progressOf(own),
    other: progressOf(other),
  };
}

export function waitingMessage(betCoins: number): MatchMessage {
  const nothing = { committed: false, revealed: false };
  return {
    matchId: '',
    betCoins,
    phase: 'waiting',
    opponent: null,
    deadlineAtMs: 0,
    you: nothing,
    other: nothing,
  };
}

/** How the match ended for this player; one who staked nothing has no game of it. */
export function resultMessage(
  match: Match,
  games: readonly EndedGame[],
  playerId: string,
  balanceCoins: number,
): MatchResultMessage {
  const game = games.find((each) => each.playerId === playerId);
  const outcome: MatchOutcome = game?.outcome ?? {
    outcome: 'refunded',
    reason: 'no_commit',
    hands: { you: null, other: null },
  };
  return {
    matchId: match.matchId,
    gameId: game?.gameId ?? '',
    ...outcome,
    payoutCoins: game?.payoutCoins ?? 0,
    balanceCoins,
  };
}

function progressOf(player: MatchPlayer): MatchMessage['you'] {
  return { committed: player.commit !== null, revealed: player.reveal !== null };
}
