import { fail, ok, type Result } from '../result.ts';
import { bustPointHundredths } from './bustPoint.ts';
import { instantOf } from './curve.ts';
import { wallInstantMs } from './flight.ts';
import type { Chain, StoredBet, StoredRound } from './port.ts';

/** A round whose owner lives may be voided once its bust lies so far back: then it is stuck. */
export const STUCK_AFTER_MS = 60_000;

/** What is found with the table's lease locked: nobody can write to the round meanwhile. */
export interface VoidFacts {
  round: Pick<StoredRound, 'phase' | 'startedAtMs' | 'launchedAtMs' | 'gaps'>;
  bets: readonly StoredBet[];
  chain: Pick<Chain, 'salt' | 'edgePercent'>;
  /** Of this game. Secret: no refusal may depend on it in a way that tells anything but "stuck". */
  hash: string;
  /** Somebody holds the lease, and lives. */
  owned: boolean;
  /** The database's clock. */
  nowMs: number;
  /** The chain is given up with this round (FA19): its salt decides no other game. */
  chainEnds?: true;
}

export interface VoidDecision {
  /** Bets that get their stake back. What was cashed out stays so, what was cancelled too. */
  refunded: StoredBet[];
  /** Those of the book: all that were not cancelled. */
  book: StoredBet[];
  launchedAtMs: number;
  /** The round's end; the launch itself when it never flew. */
  endedAtMs: number;
  /** The place in the round's one sequence of the first refund; the others follow. */
  firstSequence: number;
}

/**
 * Whether an open round may be voided, and what becomes of it (SPEC.md, CR31 to CR34). A live table's is
 * `forbidden`, reason `live`: alike in betting, in flight, and up to 60 s after a bust that nobody may know of yet.
 * The first round of a chain without any bet is `forbidden`, reason `empty`: its book is to fix the salt.
 */
export function judgeVoid(facts: VoidFacts): Result<VoidDecision> {
  const { round, bets, chain, nowMs } = facts;
  if (facts.owned && !isStuck(facts)) return fail('forbidden', { reason: 'live' });
  const book = bets.filter((bet) => bet.state !== 'cancelled');
  if (round.phase === 'betting' && book.length === 0 && chain.salt === '' && !facts.chainEnds)
    return fail('forbidden', { reason: 'empty' });
  const ends = bets.flatMap(({ cashout, cancelled }) => cashout ?? cancelled ?? []);
  // By its owner's clock something may have happened a moment after the database's now.
  const taken = [...bets, ...ends];
  const startMs = Math.max(nowMs, round.launchedAtMs ?? round.startedAtMs);
  const endedAtMs = taken.reduce((latestMs, { receivedAtMs }) => Math.max(latestMs, receivedAtMs), startMs);
  return ok({
    refunded: book.filter((bet) => bet.state === 'open'),
    book,
    launchedAtMs: round.launchedAtMs ?? endedAtMs,
    endedAtMs,
    firstSequence: taken.reduce((last, { sequence }) => Math.max(last, sequence), 0) + 1,
  });
}

function isStuck({ round, chain, hash, nowMs }: VoidFacts): boolean {
  if (round.phase !== 'flying' || round.launchedAtMs === null) return false;
  const bustHundredths = bustPointHundredths(hash, chain.salt, chain.edgePercent);
  const flight = { launchedAtMs: round.launchedAtMs, gaps: round.gaps };
  return nowMs > wallInstantMs(flight, instantOf(bustHundredths)) + STUCK_AFTER_MS;
}
