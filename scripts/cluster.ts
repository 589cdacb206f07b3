/**
 * `npm run cluster [-- --players 30]`: three members, Redis, one PostgreSQL, an entry and bots on this machine, a failover told
 * as it happens, then it runs on until Ctrl-C.
 * `npm run cluster -- rolling [--players 30]`: restarts every member under load; exit code 1 if a bet failed.
 * `npm run cluster -- measure [--runs 20]`: failover and drain times as distributions, beside a stock Colyseus room.
 * `npm run cluster -- cost`: joins and bets a second with 1, 2 and 3 members, and the CPU of a bet.
 */
import { parseArgs } from 'node:util';
import { measureCost } from './cluster/cost.ts';
import { measure } from './cluster/measure.ts';
import { showFailover, showRolling } from './cluster/shows.ts';
import { type Stage, setStage } from './cluster/stage.ts';

const { positionals, values } = asked();
const [what = 'demo'] = positionals;
let stage: Stage | null = null;

function asked() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '2567' },
        players: { type: 'string', default: '30' },
        runs: { type: 'string', default: '20' },
      },
    });
  } catch (error) {
    console.error(`cluster: ${(error as Error).message.split('\n')[0]}`);
    process.exit(1);
  }
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 23)} ${line}`);
}

async function end(code: number): Promise<never> {
  await stage?.close();
  process.exit(code);
}

async function main(): Promise<number> {
  if (what === 'measure') {
    await measure(Number(values.runs), say);
    return 0;
  }
  if (what === 'cost') {
    await measureCost(say);
    return 0;
  }
  if (what !== 'demo' && what !== 'rolling') throw new Error(`${what} is none of: rolling, measure, cost`);
  stage = await setStage({ members: 3, entryPort: Number(values.port), say });
  if (what === 'rolling') return (await showRolling(stage, Number(values.players), say)) === 0 ? 0 : 1;
  await showFailover(stage, Number(values.players), say);
  say(`play at ${stage.url}; Ctrl-C ends it all`);
  return new Promise<number>(() => {});
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(130));
main().then(end, (error: unknown) => {
  console.error(`cluster: ${error instanceof Error ? error.message : String(error)}`);
  return end(1);
});
