import type pg from 'pg';
import { postWithin } from '../../db/ledger/postWithin.ts';
import { assert } from '../../domain/assert.ts';
import { inputsOf, playMatch } from '../../domain/rps/ending.ts';
import type { Match } from '../../domain/rps/match.ts';
import rps from '../../domain/rps/rps.data.ts';
import { finishItem, type StakedGame } from '../../rooms/rps_match/ledgerItems.ts';
import { MATCH_SCOPE } from '../../rooms/rps_match/matchStore.ts';

/**
 * Ends every match that stood at the snapshot, as if nobody had revealed: both stakes go back, without a fee. Each player may know
 * the other's hand by now, so that no match can be played on.
 * @returns how many
 */
export async function endMatches(client: pg.ClientBase, nowMs: number): Promise<number> {
  const { rows } = await client.query<{ state: Match }>(
    `select state from game_state where scope = $1 and state ? 'players' order by owner_id`,
    [MATCH_SCOPE],
  );
  for (const { state: stored } of rows) {
    const [first, second] = stored.players;
    const unrevealed: Match = {
      ...stored,
      players: [
        { ...first, reveal: null },
        { ...second, reveal: null },
      ],
    };
    const staked = await stakedGames(client, unrevealed);
    const posted = await postWithin(client, finishItem(stored, staked, nowMs));
    assert(posted.ok, `match ${stored.matchId} can't be ended`);
  }
  return rows.length;
}

async function stakedGames(client: pg.ClientBase, match: Match): Promise<StakedGame[]> {
  const staked: StakedGame[] = [];
  for (const player of match.players) {
    if (player.stakeKey === null) continue;
    const { rows } = await client.query<{ id: string }>(
      'select min(id) as id from transfer where idem_key = $1',
      [player.stakeKey],
    );
    assert(rows[0]?.id, `match ${match.matchId} has a commit without a stake`);
    const played = playMatch(rps, match.feeHundredths, match.betCoins, inputsOf(match), player.playerId);
    staked.push({ player, stakeTransferId: Number(rows[0].id), played });
  }
  return staked;
}
