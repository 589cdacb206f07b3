/** What `npm run loadtest` tells a scenario, by environment variables of k6. */
function text(name: string, otherwise: string): string {
  const value = __ENV[name];
  return value === undefined || value === '' ? otherwise : value;
}

function number(name: string, otherwise: number): number {
  return Number(text(name, String(otherwise)));
}

export const SETTINGS = {
  url: text('LOADTEST_URL', 'http://127.0.0.1:2567'),
  /** JSON of an `AccountFile`. */
  accountsFile: text('LOADTEST_ACCOUNTS', 'accounts.json'),
  players: number('LOADTEST_PLAYERS', 100),
  /** Of the measured part, after everybody is seated. */
  durationMs: number('LOADTEST_DURATION_S', 30) * 1_000,
  /** Within which the players come. */
  rampMs: number('LOADTEST_RAMP_S', 5) * 1_000,
  /** Each holds its share of the players: one event loop, and one thread at most. */
  virtualUsers: number('LOADTEST_VUS', 4),
  /** Games a second of all players that play without a round: slots, gacha. */
  gamesPerSecond: number('LOADTEST_RATE', 500),
  /** So many of those at crash tables have a line to the lobby as well. */
  lobbies: number('LOADTEST_LOBBIES', 1_000_000),
  tables: text('LOADTEST_TABLES', 'main').split(','),
  banner: text('LOADTEST_BANNER', 'starlight'),
  /** A smoke run judges what came out, not how long it took. */
  judgesTiming: text('LOADTEST_JUDGE', 'all') === 'all',
} as const;
