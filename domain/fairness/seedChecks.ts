import { bustPointHundredths } from '../crash/bustPoint.ts';
import type { Chain } from '../crash/port.ts';
import type { RoundRecord } from '../crash/records.ts';
import { type Mismatch, mismatch } from './mismatch.ts';
import { crashSalt, isLinked, leadsToTerminator, SALT_SOURCE_BET_BOOK } from './seedChain.ts';

/** What a record is held against: what was published before its game. */
export interface VerifyContext {
  /** The chain that was announced; what is optional is checked where it is given. */
  chain: Pick<Chain, 'terminator' | 'salt' | 'edgePercent' | 'firstGame' | 'length'> &
    Partial<Pick<Chain, 'id' | 'saltSource' | 'lastGame'>>;
  /** The hash of the game before, itself verified; null to walk down to the terminator instead. */
  previousHash: string | null;
  /** What was asked for, so that no other game's record can stand in for it. */
  asked?: { table: string; game: number };
}

/** That this is the record that was asked for. */
export function checkAsked(record: RoundRecord, { asked, chain }: VerifyContext): Mismatch | null {
  if (asked !== undefined && record.table !== asked.table) return mismatch('table', `is not ${asked.table}`);
  if (asked !== undefined && record.game !== asked.game) return mismatch('game', `is not ${asked.game}`);
  if (record.limits.table !== record.table) return mismatch('limits.table', `is not ${record.table}`);
  if (chain.id !== undefined && record.chainId !== chain.id) return mismatch('chainId', `is not ${chain.id}`);
  return null;
}

/** That the game's hash was committed to before: by the game before it, or by the terminator. */
export function checkChain(record: RoundRecord, { chain, previousHash }: VerifyContext): Mismatch | null {
  const place = record.game - chain.firstGame + 1;
  if (place < 1 || place > chain.length) return mismatch('game', 'is not one of this chain');
  if (chain.lastGame !== undefined && record.game > chain.lastGame)
    return mismatch('game', `comes after ${chain.lastGame}, the chain's last one`);
  if (previousHash !== null) {
    const linked = isLinked(record.hash, previousHash);
    return linked ? null : mismatch('hash', `its SHA-256 is not the previous game's hash, ${previousHash}`);
  }
  if (leadsToTerminator(record.hash, place, chain.terminator)) return null;
  return mismatch('hash', `does not lead to the terminator ${chain.terminator} in ${place} links`);
}

/** That the salt is the chain's and, in the chain's first game, that it follows from that game's book. */
export function checkSalt(record: RoundRecord, { chain }: VerifyContext): Mismatch | null {
  if (record.salt !== chain.salt) return mismatch('salt', `is not the chain's, ${chain.salt}`);
  if (chain.saltSource !== SALT_SOURCE_BET_BOOK || record.game !== chain.firstGame) return null;
  const own = crashSalt(chain.terminator, record.betBookRoot);
  return record.salt === own ? null : mismatch('salt', `is not SHA-256 of terminator and root, ${own}`);
}

export function checkBust(record: RoundRecord, { chain }: VerifyContext): Mismatch | null {
  if (record.limits.edgePercent !== chain.edgePercent) {
    return mismatch('limits.edgePercent', `is not the chain's, ${chain.edgePercent}`);
  }
  const bust = bustPointHundredths(record.hash, record.salt, chain.edgePercent);
  return record.bustHundredths === bust ? null : mismatch('bustHundredths', `should be ${bust}`);
}
