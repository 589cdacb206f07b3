import type { RecordedBet, RoundRecord } from '../../../../domain/crash/records.ts';
import {
  type Verdict,
  type VerifyContext,
  verifyOwnBet,
  verifyRound,
} from '../../../../domain/fairness/verify.ts';
import type { CrashChain } from '../../../sdk/index.ts';
import { FairgroundError } from '../../../sdk/index.ts';
import { fair } from '../../store/player.ts';

/** A round with everything that was recomputed from it. */
export interface Report {
  record: RoundRecord;
  chain: CrashChain;
  context: VerifyContext;
  verdict: Verdict;
  own: { bet: RecordedBet; verdict: Verdict } | null;
  latestGame: number;
}

/** Up to so many links the chain is walked down to its terminator: some tens of milliseconds. */
const WALKED_LINKS = 20_000;

/**
 * Fetches a round's public record, and what was published before it, and recomputes everything here.
 * @param game null for the latest settled one
 * @returns null when the table has no settled round yet
 */
export async function loadReport(
  table: string,
  game: number | null,
  playerId: string | null,
): Promise<Report | null> {
  const fairness = await fair.fairness(table);
  const latest = await fair.rounds(table, { limit: 1 });
  const wanted = game ?? latest.items[0]?.game;
  if (wanted === undefined) return null;
  const record = await fair.round(table, wanted);
  const chain = fairness.chains.find(({ id }) => id === record.chainId);
  if (!chain) throw new FairgroundError('not_found');
  const context = {
    chain,
    previousHash: await previousHash(table, wanted, chain),
    asked: { table, game: wanted },
  };
  const bet = record.bets.find((candidate) => candidate.playerId === playerId);
  return {
    record,
    chain,
    context,
    verdict: verifyRound(record, context),
    own: bet ? { bet, verdict: verifyOwnBet(record, bet.betId) } : null,
    latestGame: latest.items[0]?.game ?? wanted,
  };
}

async function previousHash(table: string, game: number, chain: CrashChain): Promise<string | null> {
  if (game - chain.firstGame < WALKED_LINKS) return null;
  return (await fair.round(table, game - 1)).hash;
}
