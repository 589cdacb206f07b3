import { parseArgs } from 'node:util';

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
    seed: natural('seed', values.seed),
    frames: natural('frames', values.frames),
    only: values.only === undefined ? null : values.only.split(',').map((text) => natural('only', text)),
    transport,
  };
}

function natural(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} is ${JSON.stringify(text)}: it must be a number from 0 to 999999999`);
}
