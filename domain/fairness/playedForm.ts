import type { PairProof, PlayedGame } from '../games/records.ts';
import {
  aList,
  aName,
  anId,
  type Check,
  checkFields,
  coins,
  type Fields,
  hash,
  isObject,
  natural,
  time,
  total,
} from './form.ts';
import { type Mismatch, mismatch } from './mismatch.ts';
import { isSha256Hex } from './sha256.ts';

/** A game of a player's as `GET /api/games/{gameId}` answers it, once its form is checked. */
export type CheckedGame = PlayedGame & { playerId?: string; steps?: unknown[] };
export type PairGame = Extract<CheckedGame, { proof: PairProof }>;
export type MatchGame = Exclude<CheckedGame, PairGame>;

const GAMES = ['slots', 'gacha', 'rps', 'rps_match'];

const anObject = { is: isObject, what: 'an object' };
const printable: Check = (value) => typeof value === 'string' && /^[\x20-\x7e]{1,64}$/.test(value);

const GAME: Fields = {
  gameId: anId,
  game: { is: (value) => GAMES.includes(value as string), what: `one of ${GAMES.join(', ')}` },
  variant: aName,
  startedAtMs: time,
  endedAtMs: time,
  betCoins: coins,
  payoutCoins: total,
  netCoins: { is: Number.isSafeInteger, what: 'a whole number of coins' },
  balanceBeforeCoins: total,
  balanceAfterCoins: total,
  oddsHash: hash,
  tally: anObject,
  proof: anObject,
  outcome: anObject,
  playerId: { ...anId, optional: true },
  steps: { ...aList, optional: true },
};
const PAIR_PROOF: Fields = {
  pairId: anId,
  serverSeedHash: hash,
  serverSeed: {
    is: (value) => value === null || isSha256Hex(value),
    what: '64 lowercase hex characters, or null',
    optional: true,
  },
  clientSeed: { is: printable, what: '1-64 printable ASCII characters' },
  nonce: { is: natural, what: 'a whole number' },
  inputs: anObject,
};
const MATCH_PROOF: Fields = { matchId: anId, inputs: anObject };

/** Checks that what came over the wire has the form of a finished game. The game may be anything. */
export function checkPlayedForm(game: unknown): Mismatch | null {
  if (!isObject(game)) return mismatch('game', 'is not an object');
  const found = checkFields('', game as object, GAME);
  if (found !== null) return found;
  const checked = game as CheckedGame;
  return checkFields('proof.', checked.proof, checked.game === 'rps_match' ? MATCH_PROOF : PAIR_PROOF);
}

/** That the sums are those of one booking: nothing else moved the balance between stake and payout. */
export function checkBalances(game: PairGame): Mismatch | null {
  const netCoins = game.payoutCoins - game.betCoins;
  if (game.netCoins !== netCoins) return mismatch('netCoins', `should be ${netCoins}`);
  const balanceAfterCoins = game.balanceBeforeCoins + netCoins;
  if (game.balanceAfterCoins !== balanceAfterCoins) {
    return mismatch('balanceAfterCoins', `should be ${balanceAfterCoins}`);
  }
  return null;
}

/** That it did not end before it began. */
export function checkDuration({ startedAtMs, endedAtMs }: CheckedGame): Mismatch | null {
  return startedAtMs <= endedAtMs ? null : mismatch('endedAtMs', 'lies before the start');
}
