import type { GameName } from '../../domain/games/records.ts';
import type { TransferKind } from '../../domain/ledger/port.ts';

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

export const EVERY_STAKE_KIND = Object.values(STAKE_KINDS);

/** The kinds of lines that give a stake back as if it had never been placed. */
export const STAKE_RETURN_KINDS: readonly TransferKind[] = ['crash.cancel', 'crash.void'];
