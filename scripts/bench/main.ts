/**
 * `npm run bench`: all benchmarks, as tables. `npm run bench -- ledger chain` runs some of them;
 * `--json` prints one JSON line a benchmark: `{bench, machine, results: {variant: {figure: number}}}`.
 */
import { cpus, totalmem } from 'node:os';

type Results = Record<string, Record<string, number>>;

/** Loaded one at a time: what one leaves in memory must not count in another. */
const BENCHES: Record<string, { about: string; run: () => Promise<Results> }> = {
  ledger: {
    about: 'callers against durable commits: bets and spins by group commit, and one ORM transaction a bet',
    run: async () => (await import('./ledger.ts')).benchLedger(),
  },
  chain: {
    about: 'generating the seed chain of a table',
    run: async () => (await import('./chain.ts')).benchChain(),
  },
  rooms: {
    about: 'a real crash room with 500 SDK clients: 500 bets at once, then bet and cancel',
    run: async () => (await import('./rooms.ts')).benchRooms(),
  },
  slots: {
    about: '500 players spinning in rooms of their own, durable; the load comes from a process of its own',
    run: async () => (await import('./slots.ts')).benchSlots(),
  },
  broadcast: {
    about: 'a broadcast to 2,000 players in the lobby: until the last one has it, each exactly once',
    run: async () => (await import('./broadcast.ts')).benchBroadcast(),
  },
  monitor: {
    about: '500 players at 2,000 spins a second, without and with 500 watchers of the monitor',
    run: async () => (await import('./monitor.ts')).benchMonitor(),
  },
  backtest: {
    about: 'SMA 10/20 on 1,000,000 bars: a bare loop, the strategy language, npm’s grademark',
    run: async () => (await import('./backtest.ts')).benchBacktest(),
  },
  datasets: {
    about: 'importing a CSV of 1,000,000 rows by HTTP, and how long it keeps the event loop of the rooms',
    run: async () => (await import('./datasets.ts')).benchDatasets(),
  },
  jobs: {
    about: '100 backtests at once by 100 players over 5 workers, watched in rooms; then cancels',
    run: async () => (await import('./jobs.ts')).benchJobs(),
  },
  logins: {
    about: '1,000 wrong log-ins at once: none gets in, and how long they keep the event loop of the rooms',
    run: async () => (await import('./logins.ts')).benchLogins(),
  },
  hostile: {
    about: 'honest players’ times during each of nine attacks, beside those of the calm before it',
    run: async () => (await import('./hostile/hostile.ts')).benchHostile(),
  },
  client: {
    about:
      'the screens in Chromium’s own trace: crash among 1,000 players, slots, gacha; ms of script and layout a frame',
    run: async () => (await import('./client.ts')).benchClient(),
  },
  memory: {
    about: 'resident memory per client at 2,000, beside a stock Colyseus server',
    run: async () => (await import('./memory.ts')).benchMemory(),
  },
  migrations: {
    about: 'every migration on 100,000 players and 1,000,000 transfers: how long it holds which locks',
    run: async () => (await import('./migrations.ts')).benchMigrations(),
  },
  sessions: {
    about: 'resident memory per idle session room at 2,000, beside stock Colyseus rooms',
    run: async () => (await import('./sessions.ts')).benchSessions(),
  },
};

function machine(): Record<string, string | number> {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

/** Rates and counts without decimals, times with as many as say something. */
function shown(value: number | undefined): string {
  if (value === undefined) return '';
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}

function print(name: string, results: Results): void {
  const figures = [...new Set(Object.values(results).flatMap(Object.keys))];
  const rows = Object.entries(results).map(([variant, figure]) => [
    variant,
    ...figures.map((key) => shown(figure[key])),
  ]);
  const lines = [[name, ...figures], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  for (const line of lines) {
    console.log(
      line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
    );
  }
  console.log();
}

const words = process.argv.slice(2);
const json = words.includes('--json');
const named = words.filter((word) => word !== '--json');
const unknown = named.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are:`);
  for (const [name, { about }] of Object.entries(BENCHES)) console.error(`  ${name.padEnd(8)}${about}`);
  process.exit(1);
}
if (!json) console.log(Object.values(machine()).join(', '), '\n');
for (const name of named.length > 0 ? named : Object.keys(BENCHES)) {
  const results = await BENCHES[name]!.run();
  if (json) console.log(JSON.stringify({ bench: name, machine: machine(), results }));
  else print(name, results);
}
