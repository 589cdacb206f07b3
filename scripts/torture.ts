/**
 * `npm run torture [-- --faults 100 --minutes 20 --seed 1 --worlds single,cluster]`: players on real servers, PostgreSQL and
 * Redis, which are killed, stopped, cut off and filled up, one fault after the other in an order from the seed; several worlds side by
 * side, each with servers and databases of its own. Exit 0 all that was promised held, 1 something did not, 2 wrong arguments.
 */
import { quantile } from './bench/players.ts';
import { readArguments } from './readArguments.ts';
import { readOptions, USAGE } from './torture/options.ts';
import { type Healing, type Torment, toldText, torment } from './torture/torment.ts';

/** Of the faults: a cluster has more that can break. */
const SHARES = { single: 0.4, cluster: 0.6 };

// Colyseus' SDK tells of each lost connection: here they are the point.
console.warn = () => {};
const { seed, faults, minutes, worlds } = readArguments('torture', readOptions, USAGE);
const startedAtMs = performance.now();
const say = (line: string) =>
  console.log(`${((performance.now() - startedAtMs) / 1_000).toFixed(1).padStart(7)} s  ${line}`);

const all = await Promise.all(
  worlds.map(async (world): Promise<Torment> => {
    const sayOfWorld = (line: string) => say(`${world.padEnd(7)} ${line}`);
    const count = Math.max(1, Math.round(faults * (worlds.length === 1 ? 1 : SHARES[world])));
    const result = await torment({ world, seed, faults: count, withinMs: minutes * 60_000 }, sayOfWorld);
    sayOfWorld(
      `${result.faults} of ${count} faults; ${toldText(result.told)}; ${result.transfers} transfers; ` +
        `${result.rounds} rounds verified from outside`,
    );
    return result;
  }),
);
for (const line of table(all.flatMap(({ healings }) => healings))) console.log(line);
const problems = all.flatMap((each) => each.problems);
console.log(
  problems.length === 0
    ? 'everything acknowledged is there, nothing was paid twice, no coin was made or lost'
    : `${problems.length} promises were broken; the same faults in the same order: npm run torture -- --seed ${seed} --faults ${faults} --worlds ${worlds.join(',')}`,
);
process.exit(problems.length === 0 ? 0 : 1);

/** Seconds until all is as before, by kind of fault. */
function table(healings: readonly Healing[]): string[] {
  const kinds = [...new Set(healings.map(({ kind }) => kind))].sort();
  const rows = kinds.map((kind) => {
    const healedMs = healings.filter((each) => each.kind === kind).map((each) => each.healedMs);
    const seconds = (share: number) => (quantile(healedMs, share) / 1_000).toFixed(2).padStart(8);
    return `${kind.padEnd(16)} ${String(healedMs.length).padStart(6)} ${seconds(0.5)} ${seconds(1)}`;
  });
  return [
    `${'fault'.padEnd(16)} ${'times'.padStart(6)} ${'p50, s'.padStart(8)} ${'max, s'.padStart(8)}`,
    ...rows,
  ];
}
