import { parseArgs } from 'node:util';

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
  if (!/^[1-9]\d{3,9}$/.test(values.games)) {
    throw new Error(
      `--games is ${JSON.stringify(values.games)}: it must be a number from 1000 to 9999999999`,
    );
  }
  if (values.seed === '') throw new Error('--seed is empty: it must be a text');
  return { games: Number(values.games), seed: values.seed };
}
