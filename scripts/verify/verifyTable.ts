import type { RoundRecord, RoundSummary } from '../../domain/crash/records.ts';
import { SALT_SOURCE_BET_BOOK } from '../../domain/fairness/seedChain.ts';
import { verifyRound } from '../../domain/fairness/verify.ts';
import type { PublicChain, PublicRecords } from './publicRecords.ts';

export type Outcome =
  | { kind: 'valid'; rounds: number; firstGame: number; lastGame: number; bets: number; walkedLinks: number }
  | { kind: 'mismatch'; game: number; field: string; reason: string; roundsBefore: number }
  | { kind: 'nothing' };

type Mismatch = Extract<Outcome, { kind: 'mismatch' }>;

/**
 * Checks the latest settled rounds of a table, oldest first: each by itself, each linked to the one
 * before, the oldest (and each chain's first) walked down to its terminator; and that each chain's salt
 * follows from the book that fixed it. Every number is recomputed here.
 */
export async function verifyTable(records: PublicRecords, rounds: number): Promise<Outcome> {
  const chains = await records.chains();
  const summaries = (await records.latest(rounds)).reverse();
  if (summaries.length === 0) return { kind: 'nothing' };

  const saltsChecked = new Set<number>();
  let previous: RoundRecord | null = null;
  let bets = 0;
  for (const [index, summary] of summaries.entries()) {
    const { game } = summary;
    const wrong = (field: string, reason: string): Mismatch => {
      return { kind: 'mismatch', game, field, reason, roundsBefore: index };
    };
    if (previous !== null && game !== previous.game + 1)
      return wrong('game', `game ${previous.game + 1} is missing`);
    const record = await records.round(game);
    if (record === null) return wrong('game', 'is listed, but has no record');
    const unlike = unlikeSummary(summary, record);
    if (unlike !== null) return wrong(unlike, 'differs between the list and the record');
    const chain = chains.find(({ id }) => id === record.chainId);
    if (chain === undefined) return wrong('chainId', `there is no published chain ${record.chainId}`);

    const previousHash = previous !== null && game !== chain.firstGame ? previous.hash : null;
    const verdict = verifyRound(record, {
      chain,
      previousHash,
      asked: { table: record.limits?.table, game },
    });
    if (!verdict.valid) return wrong(verdict.field, verdict.reason);
    if (!saltsChecked.has(chain.id)) {
      const unsalted = await checkSalt(records, chain);
      if (unsalted !== null) return { ...unsalted, roundsBefore: index };
      saltsChecked.add(chain.id);
    }
    bets += record.bets.length;
    previous = record;
  }
  const oldest = summaries[0]!;
  const oldestChain = chains.find(({ id }) => id === oldest.chainId)!;
  return {
    kind: 'valid',
    rounds: summaries.length,
    firstGame: oldest.game,
    lastGame: summaries.at(-1)!.game,
    bets,
    walkedLinks: oldest.game - oldestChain.firstGame + 1,
  };
}

/** A salt of the chain's own: the book that fixed it is that of the chain's first game. */
async function checkSalt(records: PublicRecords, chain: PublicChain): Promise<Mismatch | null> {
  if (chain.saltSource !== SALT_SOURCE_BET_BOOK) return null;
  const game = chain.firstGame;
  const wrong = (field: string, reason: string): Mismatch => {
    return { kind: 'mismatch', game, field, reason, roundsBefore: 0 };
  };
  const first = await records.round(game);
  if (first === null) return wrong('game', 'fixed the salt of its chain, but has no record');
  const verdict = verifyRound(first, { chain, previousHash: null });
  return verdict.valid ? null : wrong(verdict.field, verdict.reason);
}

/** The first field that both have, and in which the list says something else than the record. */
function unlikeSummary(summary: RoundSummary, record: RoundRecord): string | null {
  const recorded: Record<string, unknown> = { ...record, bets: record.bets?.length };
  for (const [field, value] of Object.entries(summary)) {
    if (field in recorded && recorded[field] !== value) return field;
  }
  return null;
}
