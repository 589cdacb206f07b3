import type { RoundRow, Tables } from '../database/tables.ts';
import { type Intent, isDecided } from '../players/intent.ts';
import type { Books } from './books.ts';

/** Nobody knows yet, or a refusal came while an earlier attempt was still on its way to being booked. */
export function isUndecided(intent: Intent, books: Books): boolean {
  if (!isDecided(intent)) return true;
  return intent.answer === null && intent.ledgerKey !== null && books.posted.has(intent.ledgerKey);
}

/** Settled; or the first of its chain, which nobody has bet in: it waits for a bet to fix the salt. */
export function hasEnded({ phase, game, chainId }: RoundRow, { ledger, chains }: Tables): boolean {
  if (phase !== 'betting') return phase === 'settled';
  const bets = [...ledger.bets.values()].filter((bet) => bet.game === game);
  return bets.every(({ betId }) => ledger.ends.has(betId)) && chains.get(chainId)!.salt === '';
}

export function openRounds(tables: Tables): RoundRow[] {
  return [...tables.rounds.values()].flat().filter((round) => !hasEnded(round, tables));
}

/** Documents of matches, and of players who staked in one. */
export function openMatches({ ledger }: Tables): string[] {
  return [...ledger.states.keys()].filter((key) => key.endsWith(' rps_match'));
}
