import type { GameName } from '../games/records.ts';
import type { TransferKind } from './port.ts';

/**
 * The kind of the line that takes a game's stake, with the game's id as its `ref`. By these lines a player's
 * games are found, in order: the index of a player's lines has them, so that `crash_bet` and `game`, which are
 * written a thousand times for each such question, need no index of their own.
 */
export const STAKE_KINDS: Record<GameName, TransferKind> = {
  crash: 'crash.bet',
  slots: 'slots.spin',
  gacha: 'gacha.pull',
  rps: 'rps.throw',
  rps_match: 'rps.stake',
};

/** A player's debit of such a kind is a stake. */
export const EVERY_STAKE_KIND: readonly TransferKind[] = Object.values(STAKE_KINDS);

/** A player's credit of such a kind was won, or is what is left of a stake. */
export const PAYOUT_KINDS: readonly TransferKind[] = [
  'crash.cashout',
  'slots.spin',
  'gacha.pull',
  'rps.throw',
  'rps.finish',
];

/** The kinds of lines that give a stake back as if it had never been placed. */
export const STAKE_RETURN_KINDS: readonly TransferKind[] = ['crash.cancel', 'crash.void'];
