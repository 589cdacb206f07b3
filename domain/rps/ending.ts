import { assert } from '../assert.ts';
import type { Played } from '../games/played.ts';
import { payoutCoins } from '../money.ts';
import type { Hand, RpsResult } from '../protocol/rps.ts';
import { resultAgainst } from './hands.ts';
import type { Match } from './match.ts';
import type { RpsOdds } from './odds.ts';

/** What a match's outcome follows from, for both players alike: recorded with each one's game. */
export type MatchInputs = {
  matchId: string;
  /** Null where nothing was committed, or not revealed. */
  players: { playerId: string; commit: string | null; hand: Hand | null; salt: string | null }[];
};

/** How a match ended for one of its players. */
export type MatchOutcome = {
  outcome: RpsResult | 'refunded';
  reason: 'hands' | 'equal_hands' | 'no_commit' | 'no_reveal';
  hands: { you: Hand | null; other: Hand | null };
};

export function inputsOf(match: Match): MatchInputs {
  return {
    matchId: match.matchId,
    players: match.players.map(({ playerId, commit, reveal }) => ({
      playerId,
      commit,
      hand: reveal?.hand ?? null,
      salt: reveal?.salt ?? null,
    })),
  };
}

/**
 * A player's game of a match that has ended (RP12 to RP14): a pure function of what both players did. The winner
 * takes both stakes less the fee; otherwise both get theirs back, without a fee. Stakes are multiples of 100 coins,
 * so rounding takes nothing.
 */
export function playMatch(
  odds: Pick<RpsOdds, 'hands'>,
  feeHundredths: number,
  betCoins: number,
  inputs: MatchInputs,
  playerId: string,
): Played<MatchOutcome> {
  const own = inputs.players.find((player) => player.playerId === playerId);
  const other = inputs.players.find((player) => player.playerId !== playerId);
  assert(own !== undefined && other !== undefined, `player ${playerId} is not in the match`);
  const { outcome, reason } = verdict(odds, own, other);
  const wonCoins = payoutCoins(2 * betCoins, 100 - feeHundredths);
  return {
    betCoins,
    payoutCoins: outcome === 'win' ? wonCoins : outcome === 'lose' ? 0 : betCoins,
    inputs,
    outcome: { outcome, reason, hands: { you: own.hand, other: other.hand } },
    tally: { [outcome]: 1 },
  };
}

function verdict(
  odds: Pick<RpsOdds, 'hands'>,
  own: MatchInputs['players'][number],
  other: MatchInputs['players'][number],
): Pick<MatchOutcome, 'outcome' | 'reason'> {
  if (own.commit === null || other.commit === null) return { outcome: 'refunded', reason: 'no_commit' };
  if (own.hand === null && other.hand === null) return { outcome: 'refunded', reason: 'no_reveal' };
  if (own.hand === null) return { outcome: 'lose', reason: 'no_reveal' };
  if (other.hand === null) return { outcome: 'win', reason: 'no_reveal' };
  const outcome = resultAgainst(odds, own.hand, other.hand);
  return { outcome, reason: outcome === 'draw' ? 'equal_hands' : 'hands' };
}
