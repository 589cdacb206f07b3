import { parseArgs } from 'node:util';
import { wholeNumber } from '../readArguments.ts';

export interface ProveOptions {
  games: number;
  seed: string;
}

export const USAGE = 'npm run prove-odds -- [--games 10000000] [--seed fairground]';

/** @throws with one line that names the argument, what it was and what it may be */
export function readOptions(args: readonly string[]): ProveOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      games: { type: 'string', default: '10000000' },
      seed: { type: 'string', default: 'fairground' },
    },
  });
  if (values.seed === '') throw new Error('--seed is empty: it must be a text');
  return { games: wholeNumber('games', values.games, 1_000, 9_999_999_999), seed: values.seed };
}
