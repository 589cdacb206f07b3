import { type PlayedVerdict, verifyPlayed } from '../../../../domain/fairness/verifyPlayed.ts';
import { FairgroundError, type KeptOdds, type RecalledGame } from '../../../sdk/index.ts';
import { fair } from '../../store/player.ts';

/** A finished game, the table it was played by, and what came of playing it again here. */
export interface PlayedReport {
  game: RecalledGame;
  odds: KeptOdds | null;
  /** Null while the seeds of its pair are not revealed: there is nothing to check yet. */
  verdict: PlayedVerdict | null;
}

export async function loadPlayedReport(gameId: string): Promise<PlayedReport> {
  const game = await fair.game(gameId);
  if (game.game === 'crash') throw new FairgroundError('not_found');
  const odds = await fair.oddsByHash(game.oddsHash).catch((error: unknown) => {
    if (error instanceof FairgroundError && error.code === 'not_found') return null;
    throw error;
  });
  const secret = game.game !== 'rps_match' && !game.proof.serverSeed;
  return { game, odds, verdict: secret ? null : verifyPlayed(game, odds?.odds ?? null, gameId) };
}
