import type { Options } from './options.ts';
import { perform, type Surroundings } from './perform.ts';
import { type Result, shown } from './report.ts';
import { openStockTarget } from './stockTarget.ts';
import { openTarget } from './target.ts';

/** The same players at the same game, as fast as they can, against three servers in one run. @returns failed ones */
export async function playRatios(
  options: Options,
  around: Omit<Surroundings, 'options' | 'target'>,
): Promise<string[]> {
  const rows: { variant: string; result: Result }[] = [];
  const failed: string[] = [];
  for (const [variant, transport] of [
    ['Fairground, uWebSockets.js', 'uws'],
    ['Fairground, ws', 'ws'],
    ['stock Colyseus rooms, an ORM transaction a bet', null],
  ] as const) {
    around.say(variant);
    const chosen = { ...options, transport: transport ?? 'uws' };
    const opening = transport === null ? openStockTarget() : openTarget(chosen, around.say);
    const close = () => opening.then((target) => target.close());
    around.onEnd(() => close().catch(() => {}));
    const target = await opening;
    const result = await perform(options.scenarios[0]!, { ...around, options: chosen, target });
    await close();
    rows.push({ variant, result });
    // Refusals without a code are stock rooms' own: what they cost is in their figures.
    const failures = result.failures.filter((each) => transport !== null || !each.startsWith('bugs:'));
    if (failures.length > 0) failed.push(variant);
  }
  console.log(`\n${tableOf(rows)}`);
  return failed;
}

function tableOf(rows: readonly { variant: string; result: Result }[]): string {
  const figures = rows.map(({ variant, result }) => {
    const games = Number(result.metrics.games?.count ?? 0) / result.plan.duration;
    const microseconds = (cores: number | undefined) => ((cores ?? 0) * 1e6) / games;
    const { usage } = result;
    return {
      ...{ variant, games, p99: Number(result.metrics.spin_ms?.['p(99)']) },
      server: microseconds(usage?.serverCores),
      database: microseconds(usage?.databaseCores),
      generator: microseconds(usage?.generatorCores),
    };
  });
  const first = figures[0]!;
  return [
    '| server | durable games/s | ratio | p99 ms | CPU a game, µs: server | database | generator |',
    '|---|---|---|---|---|---|---|',
    ...figures.map(
      ({ variant, games, p99, server, database, generator }) =>
        `| ${[variant, shown(games), shown(games / first.games), shown(p99), shown(server), shown(database), shown(generator)].join(' | ')} |`,
    ),
  ].join('\n');
}
