/**
 * `npm run fuzz [-- --seed 1 --frames 1000000]`: a server of its own is sent what no client would send, everything from one
 * seed; `-- --seed 1 --only 17` plays one case again, and prints what it sends. Exit 0 nothing was wrong, 1 something was,
 * 2 wrong arguments.
 */
import { type FuzzOptions, readOptions, USAGE } from './fuzz/options.ts';
import { type Finding, type FuzzResult, fuzz } from './fuzz/run.ts';
import { growthOf, problemsOf } from './fuzz/verdict.ts';
import { readArguments } from './readArguments.ts';

/** Replayed one by one after a run that found something. */
const MOST_REPLAYS = 32;
const MEBIBYTE = 2 ** 20;

const asked = readArguments('fuzz', readOptions, USAGE);
const startedAtMs = performance.now();
const say = (line: string) => console.log(line);
const result = await fuzz(asked, say, asked.only === null ? null : say);
const seconds = (performance.now() - startedAtMs) / 1_000;
const problems = problemsOf(result);
say(
  `${result.frames} frames and ${result.requests} requests in ${result.cases} cases, ${seconds.toFixed(1)} s; ` +
    `the honest player was served ${result.served} times; difference ${result.differenceCoins}${memoryText(result)}`,
);
if (problems.length === 0) say('nothing was wrong');
else {
  for (const problem of problems.slice(0, 20)) say(`WRONG ${problem}`);
  if (asked.only === null) await replay(asked, result.findings);
  process.exitCode = 1;
}

/** Which of the cases that were under way it was: each is played alone, on a server of its own. */
async function replay(of: FuzzOptions, findings: readonly Finding[]): Promise<void> {
  const suspects = [...new Set(findings.flatMap(({ cases }) => cases))].slice(0, MOST_REPLAYS);
  for (const suspect of suspects) {
    const alone = await fuzz({ ...of, only: [suspect] }, () => {});
    if (alone.findings.length === 0) continue;
    say(`it is wrong by itself (${alone.findings[0]!.what.slice(0, 200)}):`);
    say(`  npm run fuzz -- --seed ${of.seed} --only ${suspect}`);
    return;
  }
  if (suspects.length > 0) say('none of them is wrong by itself; all of them:');
  if (suspects.length > 0) say(`  npm run fuzz -- --seed ${of.seed} --only ${suspects.join(',')}`);
}

function memoryText(of: FuzzResult): string {
  if (of.memory === null) return '';
  const text = ({ heapBytes, externalBytes, rssBytes }: typeof of.memory.warm) =>
    `${((heapBytes + externalBytes) / MEBIBYTE).toFixed(1)} MiB live, ${(rssBytes / MEBIBYTE).toFixed(0)} MiB resident`;
  return `; after the warm-up ${text(of.memory.warm)}, at the end ${text(of.memory.end)} (${growthOf(of)!.toFixed(3)})`;
}
