import { assert } from '../../domain/assert.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { inputsOf, type MatchOutcome, playMatch } from '../../domain/rps/ending.ts';
import type { Match } from '../../domain/rps/match.ts';
import type { RoomPorts } from '../ports.ts';
import { finishItem, type StakedGame } from './ledgerItems.ts';

/** How a match ended for a player who staked. */
export interface EndedGame {
  playerId: string;
  gameId: string;
  payoutCoins: number;
  outcome: MatchOutcome;
}

type Ports = Pick<RoomPorts, 'ledger' | 'games' | 'odds' | 'clock' | 'events'>;

/**
 * Finishes a match by what is known of it, and answers how it ended. If somebody else did that first (or an attempt
 * of ours did, whose answer was lost), what is recorded counts. `outdated`: the stored match is another one by now.
 * @param stored as the document is
 * @param final the same with what has come since: the second reveal
 */
export async function finishMatch(
  ports: Ports,
  stored: Match,
  final: Match = stored,
): Promise<Result<EndedGame[]>> {
  const staked = await stakedGames(ports, final);
  if (!staked.ok) return staked;
  const posted = await ports.ledger.post(finishItem(stored, staked.value, ports.clock.nowMs()));
  if (posted.ok && !posted.value.repeated) {
    tellEnded(ports, final, staked.value);
    return ok(
      staked.value.map(({ player, played }) => ({
        playerId: player.playerId,
        gameId: player.gameId,
        payoutCoins: played.payoutCoins,
        outcome: played.outcome,
      })),
    );
  }
  if (!posted.ok && posted.error.code === 'store_unavailable') return posted;
  assert(posted.ok || posted.error.code === 'outdated', `match ${final.matchId} can't be finished`);
  return recordedGames(ports, final);
}

/** Both stakes, or the one that there was: a match that ended before the second hand refunds it. */
function tellEnded({ events }: Ports, { matchId, betCoins }: Match, staked: readonly StakedGame[]): void {
  const paidCoins = staked.reduce((sum, { played }) => sum + played.payoutCoins, 0);
  const reason = staked[0]!.played.outcome.reason;
  events.publish({
    ...{ type: 'rps.match', player: null, bot: false },
    data: {
      ...{ matchId, betCoins, paidCoins, reason },
      seats: staked.map(({ player, played }) => ({
        playerId: player.playerId,
        payoutCoins: played.payoutCoins,
      })),
    },
  });
}

/** The games of a match that is finished; `outdated` when it is not. */
export async function recordedGames(
  ports: Pick<RoomPorts, 'games'>,
  match: Match,
): Promise<Result<EndedGame[]>> {
  const games: EndedGame[] = [];
  for (const { playerId, gameId } of match.players) {
    const stored = await ports.games.stored(playerId, gameId);
    if (!stored.ok) return stored;
    if (stored.value === null) continue;
    const { payoutCoins, outcome } = stored.value;
    games.push({ playerId, gameId, payoutCoins, outcome: outcome as MatchOutcome });
  }
  return games.length > 0 ? ok(games) : fail('outdated');
}

/** Each stake is found by its key: the number of its transfer is known only since it was posted. */
async function stakedGames(ports: Ports, match: Match): Promise<Result<StakedGame[]>> {
  const inputs = inputsOf(match);
  const staked: StakedGame[] = [];
  for (const player of match.players) {
    if (player.stakeKey === null) continue;
    const stake = await ports.ledger.lookup(player.stakeKey);
    if (!stake.ok) return stake;
    assert(stake.value !== null, `match ${match.matchId} has a commit without a stake`);
    const played = playMatch(
      ports.odds.rps.odds,
      match.feeHundredths,
      match.betCoins,
      inputs,
      player.playerId,
    );
    staked.push({ player, stakeTransferId: stake.value.transferId, played });
  }
  return ok(staked);
}
