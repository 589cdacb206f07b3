import { parseArgs } from 'node:util';
import { wholeNumber } from '../readArguments.ts';

export interface FuzzOptions {
  seed: number;
  /** Websocket frames to send; requests over HTTP come with them, about one to thirty. */
  frames: number;
  /** Cases to replay, each by itself; null: all until the frames are sent. */
  only: number[] | null;
  transport: 'auto' | 'uws' | 'ws';
}

export const USAGE = [
  'npm run fuzz -- [--seed 1] [--frames 1000000] [--transport auto|uws|ws]',
  '       npm run fuzz -- --seed 1 --only 17,18',
].join('\n');

const MOST = 999_999_999;
const TRANSPORTS = ['auto', 'uws', 'ws'] as const;

/** @throws with one line that names the argument, what it was and what it may be */
export function readOptions(args: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      frames: { type: 'string', default: '1000000' },
      only: { type: 'string' },
      transport: { type: 'string', default: 'auto' },
    },
  });
  const transport = TRANSPORTS.find((kind) => kind === values.transport);
  if (transport === undefined)
    throw new Error(
      `--transport is ${JSON.stringify(values.transport)}: it must be one of ${TRANSPORTS.join(', ')}`,
    );
  return {
    seed: wholeNumber('seed', values.seed, 0, MOST),
    frames: wholeNumber('frames', values.frames, 0, MOST),
    only:
      values.only === undefined
        ? null
        : values.only.split(',').map((text) => wholeNumber('only', text, 0, MOST)),
    transport,
  };
}
