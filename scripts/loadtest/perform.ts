import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Engine, startGenerator } from './generator.ts';
import { checkMoney, readBalances } from './money.ts';
import type { Options } from './options.ts';
import { machine, type Result, tableOf } from './report.ts';
import { look, startSampler, usageOf } from './sampler.ts';
import type { Target } from './target.ts';
import { verdictOf } from './verdict.ts';

const RESULTS = fileURLToPath(new URL('../../test-results/loadtest/', import.meta.url));

/** From here on memory a player is a figure. */
const MANY_PLAYERS = 500;

export interface Surroundings {
  options: Pick<Options, 'members' | 'transport' | 'url' | 'judgesTiming'>;
  target: Target;
  engine: Engine;
  command: string;
  say(line: string): void;
  /** Undone when the run ends, however it ends. */
  onEnd(undo: () => unknown): void;
}

/** One scenario against a target: accounts, load, samples, the money check, the files and the table. */
export async function perform(scenario: Options['scenarios'][number], around: Surroundings): Promise<Result> {
  const { options, target, engine, say, onEnd } = around;
  const { name, plan } = scenario;
  say(`${name}: making ${plan.players} players`);
  const accounts = await target.makeAccounts(plan.players);
  // Accounts are there without a load, too: what making them left in memory is not the players'.
  if (plan.players >= MANY_PLAYERS && target.restart !== null) await target.restart();
  const opening = await readBalances(target.databaseUrl);
  const before = await look(target, null);
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const directory = join(RESULTS, `${name}-${stamp}`);
  const sampler = startSampler(target);
  onEnd(sampler.stop);
  say(`${name}: ${plan.ramp} s until everybody plays, then ${plan.duration} s`);
  const { child, finished } = startGenerator({
    ...{ engine, script: scenario.scenario.script ?? name, plan, url: target.url, accounts, directory },
    ...{ judgesTiming: options.judgesTiming, banner: options.url === null ? 'rush' : null },
  });
  sampler.generator.pid = child.pid;
  onEnd(async () => {
    child.signal('SIGKILL');
    await child.ended.catch(() => {});
  });
  const { openedAtMs, beliefs, rejections, ...generated } = await finished;
  sampler.stop();
  await rm(join(directory, 'accounts.json'));
  const fromMs = openedAtMs + plan.ramp * 1_000;
  const usage = usageOf(sampler.samples, fromMs, fromMs + plan.duration * 1_000);
  const money = await checkMoney(target, opening, beliefs);
  const ours = target.serverPids().length > 0;
  const result: Result = {
    ...{
      scenario: name,
      command: around.command,
      atMs: openedAtMs,
      machine: machine(),
      generator: `${engine.name} ${engine.version}`,
      plan,
    },
    ...{ members: options.members, transport: options.transport },
    kibPerPlayer:
      ours && usage !== null && plan.players >= MANY_PLAYERS
        ? (usage.serverRssMib * 1_024 - before.serverRssKib) / plan.players
        : null,
    ...{ usage, money, rejections, metrics: generated.metrics, samples: sampler.samples },
    failures: verdictOf(generated, money, scenario.scenario.long ? usage : null),
  };
  writeFileSync(join(directory, 'result.json'), `${JSON.stringify(result, null, 1)}\n`);
  writeFileSync(join(directory, 'generator.log'), generated.output);
  writeFileSync(join(directory, 'server.log'), target.output());
  console.log(`\n${tableOf(result)}\n${directory}`);
  return result;
}
