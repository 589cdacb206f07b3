import { EVERY_STAKE_KIND, PAYOUT_KINDS, STAKE_RETURN_KINDS } from '../../domain/ledger/stakes.ts';

const listed = (kinds: readonly string[]) => `'{${kinds.join(',')}}'::text[]`;

/** Kinds of lines as SQL's arrays: debits that are a player's stakes, credits that were won, or given back. */
export const STAKES = listed(EVERY_STAKE_KIND);
export const PAYOUTS = listed(PAYOUT_KINDS);
export const RETURNS = listed(STAKE_RETURN_KINDS);
