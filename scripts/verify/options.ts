import { parseArgs } from 'node:util';

export interface VerifyOptions {
  url: string;
  table: string;
  rounds: number;
}

export const USAGE = 'npm run verify -- [--url http://127.0.0.1:2567] [--table main] [--rounds 100]';

/** @throws with one line that names the argument, what it was and what it may be */
export function readOptions(args: readonly string[]): VerifyOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:2567' },
      table: { type: 'string', default: 'main' },
      rounds: { type: 'string', default: '100' },
    },
  });
  if (!/^https?:$/.test(URL.parse(values.url)?.protocol ?? '')) {
    throw new Error(`--url is ${JSON.stringify(values.url)}: it must be an http or https address`);
  }
  if (!/^[a-z0-9_-]+$/i.test(values.table)) {
    throw new Error(`--table is ${JSON.stringify(values.table)}: it must be a table's name`);
  }
  if (!/^[1-9]\d{0,5}$/.test(values.rounds)) {
    throw new Error(`--rounds is ${JSON.stringify(values.rounds)}: it must be a number from 1 to 999999`);
  }
  return { url: values.url, table: values.table, rounds: Number(values.rounds) };
}
