import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/**
 * What to check: a table's rounds, all games of the player whose access token this is, a backtest (a public one, or with
 * a token one's own), or every row of the leaderboard.
 */
export type VerifyOptions =
  | { what: 'table'; url: string; table: string; rounds: number }
  | { what: 'player'; url: string; token: string }
  | { what: 'backtest'; url: string; jobId: string; token: string | null }
  | { what: 'leaderboard'; url: string };

export const USAGE =
  'npm run verify -- [--url http://127.0.0.1:2567] [--table main] [--rounds 100], ' +
  'or FAIRGROUND_TOKEN=... npm run verify -- [--url ...] --player [--token-file PATH], ' +
  'or npm run verify -- [--url ...] --backtest JOB [--token-file PATH], ' +
  'or npm run verify -- [--url ...] --leaderboard';

/**
 * @param env where an access token may stand: arguments are seen by everybody on the machine
 * @throws with one line that names the argument, what it was and what it may be
 */
export function readOptions(args: readonly string[], env: Record<string, string | undefined>): VerifyOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:2567' },
      table: { type: 'string' },
      rounds: { type: 'string' },
      player: { type: 'boolean' },
      backtest: { type: 'string' },
      leaderboard: { type: 'boolean' },
      'token-file': { type: 'string' },
    },
  });
  const { url, table, rounds, player, backtest, leaderboard, 'token-file': tokenFile } = values;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new Error(`--url is ${JSON.stringify(url)}: it must be an http or https address`);
  }
  const instead = Object.entries({ player, backtest, leaderboard }).filter(
    ([, value]) => value !== undefined,
  );
  const [first, second] = instead.map(([name]) => `--${name}`);
  if (first !== undefined && (table !== undefined || rounds !== undefined)) {
    throw new Error(`--table and --rounds do not go with ${first}`);
  }
  if (second !== undefined) throw new Error(`${first} does not go with ${second}`);
  if (player) return { what: 'player', url, token: readToken(tokenFile, env.FAIRGROUND_TOKEN) };
  if (backtest !== undefined) {
    const anonymous = tokenFile === undefined && !env.FAIRGROUND_TOKEN;
    const token = anonymous ? null : readToken(tokenFile, env.FAIRGROUND_TOKEN);
    return { what: 'backtest', url, jobId: readJobId(backtest), token };
  }
  if (tokenFile !== undefined) throw new Error('--token-file goes with --player or --backtest only');
  if (leaderboard) return { what: 'leaderboard', url };
  return { what: 'table', url, ...tableOptions(table ?? 'main', rounds ?? '100') };
}

function tableOptions(table: string, rounds: string): { table: string; rounds: number } {
  if (!/^[a-z0-9_-]+$/i.test(table)) {
    throw new Error(`--table is ${JSON.stringify(table)}: it must be a table's name`);
  }
  if (!/^[1-9]\d{0,5}$/.test(rounds)) {
    throw new Error(`--rounds is ${JSON.stringify(rounds)}: it must be a number from 1 to 999999`);
  }
  return { table, rounds: Number(rounds) };
}

function readJobId(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    throw new Error(`--backtest is ${JSON.stringify(text)}: it must be a job's id`);
  }
  return text.toLowerCase();
}

/** The token itself is in no message. */
function readToken(path: string | undefined, inEnvironment: string | undefined): string {
  const [source, token] =
    path === undefined ? ['FAIRGROUND_TOKEN', inEnvironment] : ['--token-file', readText(path)];
  if (token === undefined || token.trim() === '') {
    throw new Error('--player needs an access token: in FAIRGROUND_TOKEN, or in the file of --token-file');
  }
  if (!/^[\w.~+/-]+=*$/.test(token.trim())) throw new Error(`${source} holds no access token`);
  return token.trim();
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`--token-file is ${JSON.stringify(path)}: it can't be read (${code})`);
  }
}
