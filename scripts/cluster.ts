/**
 * `npm run cluster [-- --players 30]`: three members, Redis, one PostgreSQL, an entry and bots on this machine, a failover told
 * as it happens, then it runs on until Ctrl-C.
 * `npm run cluster -- rolling [--players 30]`: restarts every member under load; exit code 1 if a bet failed.
 * `npm run cluster -- measure [--runs 20]`: failover and drain times as distributions, beside a stock Colyseus room.
 * `npm run cluster -- cost`: joins and bets a second with 1, 2 and 3 members, and the CPU of a bet.
 * Exit code 2, and nothing started, where it is asked for what can't be.
 */
import { parseArgs } from 'node:util';
import { killChildren } from './cluster/child.ts';
import { measureCost } from './cluster/cost.ts';
import { measure } from './cluster/measure.ts';
import { showFailover, showRolling } from './cluster/shows.ts';
import { closeStages, setStage } from './cluster/stage.ts';
import { readArguments, wholeNumber } from './readArguments.ts';
import { whyNotFree } from './whyNotFree.ts';

const USAGE = 'npm run cluster -- [rolling|measure|cost] [--port 2567] [--players 30] [--runs 20]';
const CANT_BE = 2;
const SIGNALLED = 130;

const asked = readArguments('cluster', read, USAGE);
let ending: Promise<never> | null = null;

function read(args: readonly string[]) {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '2567' },
      players: { type: 'string', default: '30' },
      runs: { type: 'string', default: '20' },
    },
  });
  const [what = 'demo'] = positionals;
  if (!['demo', 'rolling', 'measure', 'cost'].includes(what) || positionals.length > 1)
    throw new Error(`${positionals.join(' ')} is none of: rolling, measure, cost`);
  return {
    what,
    port: wholeNumber('port', values.port, 1, 65_535),
    players: wholeNumber('players', values.players, 1, 10_000),
    runs: wholeNumber('runs', values.runs, 1, 10_000),
  };
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 23)} ${line}`);
}

/** Once: what fails or signals while all is being ended changes nothing any more. */
function end(code: number): Promise<never> {
  ending ??= closeStages()
    .catch((error: Error) => console.error(`cluster: ${error.message}`))
    .then(() => {
      killChildren();
      process.exit(code);
    });
  return ending;
}

function fail(error: unknown): Promise<never> {
  if (ending === null) console.error(`cluster: ${error instanceof Error ? error.message : String(error)}`);
  return end(1);
}

async function main(): Promise<number> {
  const { what, port, players, runs } = asked;
  if (what === 'measure') {
    await measure(runs, say);
    return 0;
  }
  if (what === 'cost') {
    await measureCost(say);
    return 0;
  }
  // Before all else: whoever listens there would be taken for the entry.
  const reason = await whyNotFree(port);
  if (reason !== null) {
    console.error(
      `cluster: ${reason} (is npm start running?): stop what is there, or npm run cluster -- --port ${port === 2600 ? 2601 : 2600}`,
    );
    return CANT_BE;
  }
  const stage = await setStage({ members: 3, entryPort: port, say });
  if (what === 'rolling') return (await showRolling(stage, players, say)) === 0 ? 0 : 1;
  await showFailover(stage, players, say);
  say(`play at ${stage.url}; Ctrl-C ends it all`);
  return new Promise<number>(() => {});
}

// They stay: Ctrl-C comes from the terminal and once more from npm, and the second must not end us in the middle.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(SIGNALLED));
process.on('uncaughtException', (error) => void fail(error));
main().then(end, fail);
