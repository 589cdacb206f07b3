import { parseArgs } from 'node:util';
import { type Plan, RATIO_PLAN, SCENARIOS, type Scenario, smokePlan } from './catalogue.ts';
import type { Engine } from './generator.ts';
import { Problem } from './problem.ts';

export interface Options {
  scenarios: { name: string; scenario: Scenario; plan: Plan }[];
  smoke: boolean;
  /** Our server with uWebSockets.js and with ws, and stock rooms with an ORM, one after the other. */
  ratios: boolean;
  /** Otherwise correctness and money alone. */
  judgesTiming: boolean;
  /** 0: one process without a cluster. */
  members: number;
  /** 0: a free one. */
  port: number;
  /** A server that runs already, instead of one of our own. */
  url: string | null;
  transport: string;
  generator: Engine['name'];
}

const MOST_PLAYERS = 100_000;
const PLAN_FLAGS = ['players', 'rate', 'users', 'ramp', 'duration', 'lobbies'] as const;
const USAGE = 'npm run loadtest -- SCENARIO [--players N --duration SECONDS --members M]';

/** @throws Problem that names what is wrong */
export function readOptions(words: readonly string[]): Options {
  const { positionals, values } = parsed(words);
  const [name] = positionals;
  if (name === undefined) throw new Problem(`which scenario? ${USAGE}; loadtest/README.md lists them`);
  if (positionals.length > 1)
    throw new Problem(`one scenario at a time, not ${positionals.join(', ')}: ${USAGE}`);
  const smoke = name === 'smoke';
  if (!['smoke', 'ratios'].includes(name) && !Object.hasOwn(SCENARIOS, name))
    throw new Problem(
      `there is no scenario ${name}, but ${[...Object.keys(SCENARIOS), 'smoke', 'ratios'].join(', ')}`,
    );
  const ratios = name === 'ratios';
  const chosen = smoke
    ? Object.keys(SCENARIOS).filter((each) => !SCENARIOS[each]!.long)
    : [ratios ? 'slots' : name];
  const changes: Partial<Plan> = {};
  for (const flag of PLAN_FLAGS) {
    if (values[flag] !== undefined)
      changes[flag] = whole(
        flag,
        values[flag],
        flag === 'players' || flag === 'lobbies' ? MOST_PLAYERS : 86_400,
      );
  }
  if (values.url !== undefined && !/^https?:\/\/[^/]+$/.test(values.url))
    throw new Problem(`--url is http://HOST:PORT, not ${values.url}`);
  if (values.url !== undefined && values.members !== undefined)
    throw new Problem('--members starts a cluster, --url takes a server that runs: one of them');
  if (ratios && (values.url ?? values.members ?? values.port) !== undefined)
    throw new Problem('ratios starts its servers itself: without --url, --members and --port');
  if (!['auto', 'uws', 'ws'].includes(values.transport))
    throw new Problem(`--transport is auto, uws or ws, not ${values.transport}`);
  const generator = (['k6', 'node'] as const).find((each) => each === values.generator);
  if (generator === undefined) throw new Problem(`--generator is k6 or node, not ${values.generator}`);
  return {
    scenarios: chosen.map((each) => {
      const scenario = SCENARIOS[each]!;
      const plan = { ...(smoke ? smokePlan(scenario) : ratios ? RATIO_PLAN : scenario.plan), ...changes };
      return { name: each, scenario, plan: { ...plan, users: Math.min(plan.users, plan.players) } };
    }),
    ...{ smoke, ratios, judgesTiming: !smoke && !ratios },
    members: values.members === undefined ? 0 : whole('members', values.members, 9),
    port: values.port === undefined ? 0 : whole('port', values.port, 65_535),
    url: values.url ?? null,
    ...{ transport: values.transport, generator },
  };
}

function parsed(words: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        ...{ players: text, duration: text, ramp: text, users: text, rate: text, lobbies: text },
        ...{ members: text, port: text, url: text, transport: { ...text, default: 'auto' } },
        generator: { ...text, default: 'k6' },
      },
    });
  } catch (error) {
    throw new Problem(`${(error as Error).message.split('. To specify')[0]}: ${USAGE}`);
  }
}

/** Seconds may say so: `90`, `90s`, `5m`. */
function whole(flag: string, value: string, most: number): number {
  const [, digits, unit = ''] = /^(\d{1,9})(s|m)?$/.exec(value) ?? [];
  const number = Number(digits) * (unit === 'm' ? 60 : 1);
  if (
    digits === undefined ||
    number < 1 ||
    number > most ||
    (unit !== '' && flag !== 'duration' && flag !== 'ramp')
  )
    throw new Problem(`--${flag} is a whole number from 1 to ${most}, not ${value}`);
  return number;
}
