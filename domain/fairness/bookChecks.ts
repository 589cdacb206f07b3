import type { BookEntry } from '../crash/port.ts';
import type { RecordedBet, RoundRecord } from '../crash/records.ts';
import { betBook, verifyProof } from './betBook.ts';
import { type Mismatch, mismatch } from './mismatch.ts';

/**
 * That the bets are those of the book: their tree has the root, and each bet's proof leads to it. Where
 * they do not agree, a single proof that fails names its bet; otherwise the list or the root is wrong.
 */
export function checkBook(record: RoundRecord): Mismatch | null {
  const repeated = checkNobodyTwice(record);
  if (repeated !== null) return repeated;
  const { root, proofs } = betBook(record.bets.map(entryOf));
  if (root === record.betBookRoot) {
    // The tree is right, so there is one right proof for each bet: comparing is cheaper than hashing.
    const wrong = record.bets.findIndex((bet) => !isSameProof(bet.proof, proofs.get(bet.betId)!));
    return wrong < 0 ? null : mismatch(`bets[${wrong}].proof`, 'does not lead to the root');
  }
  const failing = [...record.bets.keys()].filter((index) => {
    const bet = record.bets[index]!;
    return !verifyProof(entryOf(bet), bet.proof, record.betBookRoot);
  });
  if (failing.length === 0) return mismatch('bets', `are not all of the book: their root is ${root}`);
  if (failing.length < record.bets.length) {
    return mismatch(`bets[${failing[0]}]`, 'is not the bet that stands in the book');
  }
  return mismatch('betBookRoot', `is not the root of these bets, ${root}`);
}

/** That one bet stands in the book. */
export function checkBetInBook(record: RoundRecord, bet: RecordedBet, path: string): Mismatch | null {
  if (verifyProof(entryOf(bet), bet.proof, record.betBookRoot)) return null;
  return mismatch(`${path}.proof`, 'does not lead from this bet to the root');
}

function checkNobodyTwice(record: RoundRecord): Mismatch | null {
  const betIds = new Set<string>();
  const playerIds = new Set<string>();
  for (const [index, { betId, playerId }] of record.bets.entries()) {
    if (betIds.has(betId)) return mismatch(`bets[${index}].betId`, 'is there twice');
    if (playerIds.has(playerId)) return mismatch(`bets[${index}].playerId`, 'has two bets');
    betIds.add(betId);
    playerIds.add(playerId);
  }
  for (const [index, { betId }] of record.cancelled.entries()) {
    if (betIds.has(betId)) return mismatch(`cancelled[${index}].betId`, 'is there twice');
    betIds.add(betId);
  }
  return null;
}

function isSameProof(a: RecordedBet['proof'], b: RecordedBet['proof']): boolean {
  return (
    a.length === b.length && a.every((step, at) => step.side === b[at]!.side && step.hash === b[at]!.hash)
  );
}

function entryOf(bet: RecordedBet): BookEntry {
  const { betId, playerId, amountCoins, autoCashoutHundredths = null } = bet;
  return { betId, playerId, amountCoins, autoCashoutHundredths };
}
