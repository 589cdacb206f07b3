import { type Judged, judge, MOST_STANDARD_ERRORS } from './proveOdds/judge.ts';
import { readOptions, USAGE } from './proveOdds/options.ts';
import { table } from './proveOdds/report.ts';
import { batchGames } from './proveOdds/simulate.ts';
import { loadSubjects } from './proveOdds/subjects.ts';
import { Threads } from './proveOdds/threads.ts';
import { readArguments } from './readArguments.ts';

/**
 * `npm run prove-odds`: every published figure of every odds table, exact, next to a seeded simulation in
 * threads. Exit 0 all within 4 standard errors, 1 one that is not, 2 wrong arguments.
 */

const { games, seed } = readArguments('prove-odds', readOptions, USAGE);
const threads = new Threads();
const judged: Judged[] = [];
try {
  for (const subject of await loadSubjects()) {
    const batches = await threads.play(subject.name, seed, games);
    judged.push(...judge(subject, batches, batchGames(games)));
    console.error(`prove-odds: ${subject.name}: ${batches.length * batchGames(games)} games played`);
  }
} finally {
  await threads.stop();
}
console.log(table(judged));
const off = judged.filter(({ verdict }) => verdict === 'OFF');
for (const { name, figure } of off) {
  console.error(`prove-odds: ${name}: ${figure} is off by more than ${MOST_STANDARD_ERRORS} standard errors`);
}
process.exitCode = off.length > 0 ? 1 : 0;
