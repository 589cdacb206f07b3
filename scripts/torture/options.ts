import { parseArgs } from 'node:util';
import { wholeNumber } from '../readArguments.ts';

export const WORLDS = ['single', 'cluster'] as const;
/** One process by itself, or three members with Redis. */
export type WorldName = (typeof WORLDS)[number];

export interface TortureOptions {
  seed: string;
  faults: number;
  /** No fault begins later than so long after the players began. */
  minutes: number;
  worlds: WorldName[];
}

export const USAGE = 'npm run torture -- [--faults 100] [--minutes 20] [--seed 1] [--worlds single,cluster]';

const MOST = 99_999;

/** @throws with one line that names the argument, what it was and what it may be */
export function readOptions(args: readonly string[]): TortureOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      faults: { type: 'string', default: '100' },
      minutes: { type: 'string', default: '20' },
      worlds: { type: 'string', default: WORLDS.join(',') },
    },
  });
  return {
    seed: values.seed,
    faults: wholeNumber('faults', values.faults, 1, MOST),
    minutes: wholeNumber('minutes', values.minutes, 1, MOST),
    worlds: values.worlds.split(',').map(worldName),
  };
}

function worldName(text: string): WorldName {
  const found = WORLDS.find((name) => name === text);
  if (found === undefined)
    throw new Error(`--worlds is ${JSON.stringify(text)}: it must be of ${WORLDS.join(', ')}`);
  return found;
}
