import { crashSalt, hashOfGame, wholeChain } from '../../../domain/fairness/seedChain.ts';
import type { VerifyContext } from '../../../domain/fairness/verify.ts';

export interface Seed {
  game: number;
  hash: string;
  chain: VerifyContext['chain'] & { id: number };
}

const LENGTH = 400;
const FIRST_GAME = 1001;
const { terminator, checkpoints } = wholeChain('5eed'.repeat(16), LENGTH);
const chain = {
  id: 1,
  terminator,
  salt: crashSalt(terminator, terminator),
  edgePercent: 1,
  firstGame: FIRST_GAME,
  length: LENGTH,
};

/** The seed of the n-th game (from 1) of a short chain, whose games have all kinds of busts. */
export function seedOf(place: number): Seed {
  return { game: FIRST_GAME + place - 1, hash: hashOfGame(checkpoints[0]!, place, LENGTH), chain };
}

export const SEEDS = LENGTH;
