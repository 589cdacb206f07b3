import { assert } from '../../domain/assert.ts';
import type { Failure } from '../../domain/protocol/errors.ts';
import type { CommitAnswer } from '../../domain/protocol/rps.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { MatchInputs } from '../../domain/rps/ending.ts';
import type { RoomPorts } from '../ports.ts';
import type { StakeIdentity } from './ledgerItems.ts';
import { unfinishedMatchId } from './matchStore.ts';

/**
 * A commit that is refused may be the repeat of one that was taken: its key is looked up before the refusal
 * counts, whatever became of the match by now.
 */
export async function storedCommitOr(
  ports: Pick<RoomPorts, 'games' | 'ledger'>,
  playerId: string,
  identity: StakeIdentity,
  refusal: Failure,
): Promise<Result<CommitAnswer>> {
  const posting = await ports.ledger.lookup(identity.key);
  if (!posting.ok) return posting;
  if (posting.value === null) return { ok: false, error: refusal };
  if (posting.value.fingerprint !== identity.fingerprint) return fail('key_conflict');
  const { ref: gameId, balance: balanceCoins } = posting.value;
  assert(gameId !== null, 'a stake was posted without its game');
  const game = await ports.games.stored(playerId, gameId);
  if (!game.ok) return game;
  if (game.value !== null) {
    return ok({ matchId: (game.value.inputs as MatchInputs).matchId, balanceCoins });
  }
  const unfinished = await unfinishedMatchId(ports, playerId);
  if (!unfinished.ok) return unfinished;
  // Finished between the two looks: the next try finds its game.
  return unfinished.value === null ? fail('busy') : ok({ matchId: unfinished.value, balanceCoins });
}
