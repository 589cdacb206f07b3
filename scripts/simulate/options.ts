import { parseArgs } from 'node:util';
import { type FaultName, NO_FAULTS } from '../../simulation/faults.ts';
import { wholeNumber } from '../readArguments.ts';

export interface SimulateOptions {
  mode: 'one' | 'many' | 'mutants';
  /** The seed, or the first of many. */
  seed: number;
  seeds: number;
  steps: number;
  /** Moves that a replay is confined to; null: all. */
  only: number[] | null;
  /** Faults that a replay leaves out. */
  without: FaultName[];
}

export const USAGE = [
  'npm run simulate -- --seed 7 [--steps 1000] [--only 3,18,20] [--without storeRefuses,messageLost]',
  '       npm run simulate -- --seeds 10000 [--seed 1] [--steps 1000]',
  '       npm run simulate -- --mutants',
].join('\n');

const MOST = 999_999_999;

/** @throws with one line that names the argument, what it was and what it may be */
export function readOptions(args: readonly string[]): SimulateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string' },
      steps: { type: 'string', default: '1000' },
      only: { type: 'string' },
      without: { type: 'string', default: '' },
      mutants: { type: 'boolean', default: false },
    },
  });
  const only =
    values.only === undefined
      ? null
      : values.only.split(',').map((text) => wholeNumber('only', text, 0, MOST));
  const without = values.without === '' ? [] : values.without.split(',').map(faultName);
  return {
    mode: values.mutants ? 'mutants' : values.seeds === undefined ? 'one' : 'many',
    seed: wholeNumber('seed', values.seed, 0, MOST),
    seeds: wholeNumber('seeds', values.seeds ?? '1', 0, MOST),
    steps: wholeNumber('steps', values.steps, 0, MOST),
    ...{ only, without },
  };
}

function faultName(text: string): FaultName {
  if (Object.hasOwn(NO_FAULTS, text)) return text as FaultName;
  throw new Error(`--without is ${JSON.stringify(text)}: it must be of ${Object.keys(NO_FAULTS).join(', ')}`);
}
