/** What a scenario is played with unless the command says otherwise. */
export interface Plan {
  players: number;
  /** Of the measured part, in seconds. */
  duration: number;
  /** Players come within the first half of it, and play unmeasured for the rest. */
  ramp: number;
  /** Virtual users, which share the players. */
  users: number;
  /** Games a second of players who are at no table. */
  rate: number;
  tables: string;
  /** So many players at crash tables have a lobby line as well; undefined: all of them. */
  lobbies?: number;
}

export interface Scenario {
  about: string;
  /** `loadtest/scenarios/NAME.ts`, if it is another one than the scenario's own. */
  script?: string;
  plan: Plan;
  /** What a smoke run changes. */
  smoke?: Partial<Plan>;
  /** Sockets of one player. */
  sockets: number;
  /** Too long for a smoke run. */
  long?: boolean;
}

const PLAN: Plan = { players: 500, duration: 60, ramp: 10, users: 4, rate: 500, tables: 'main' };
const SMOKE: Partial<Plan> = { players: 60, duration: 10, ramp: 2, users: 2, rate: 200 };

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  crash: {
    about: 'players at one crash table, all betting in every round',
    plan: { ...PLAN, players: 2_000, duration: 120, ramp: 20 },
    sockets: 2,
  },
  'crash-spread': {
    about: 'the same, spread over three tables',
    script: 'crash',
    plan: { ...PLAN, players: 2_000, duration: 120, ramp: 20, tables: 'main,turbo,high' },
    smoke: { tables: 'main,turbo,high' },
    sockets: 2,
  },
  slots: {
    about: 'players in slots rooms of their own, --rate spins a second together',
    plan: { ...PLAN, rate: 5_000 },
    sockets: 1,
  },
  gacha: {
    about: 'players at one banner whose limited items run out, --rate pulls a second together',
    plan: { ...PLAN, rate: 1_000 },
    sockets: 1,
  },
  mixed: {
    about: '70 % crash, 15 % slots, 10 % gacha, 5 % backtests; slots supply the --rate',
    plan: { ...PLAN, players: 2_000, rate: 5_000, ramp: 20 },
    sockets: 2,
  },
  backtests: {
    about: 'a backtest of each player at once, watched until it is done',
    plan: { ...PLAN, players: 100, duration: 30, ramp: 4 },
    smoke: { players: 20 },
    sockets: 1,
  },
  spectators: {
    about: 'watchers, who read the state, and a quarter as many players at a crash table',
    plan: { ...PLAN, players: 400 },
    sockets: 1,
  },
  reconnects: {
    about: 'players at a crash table and at slots; every minute 10 % of them lose their lines and come back',
    plan: { ...PLAN, players: 1_000, duration: 120 },
    sockets: 2,
  },
  broadcast: {
    about: 'broadcasts to everybody in the lobby, each heard exactly once',
    plan: { ...PLAN, players: 2_000, duration: 30, ramp: 20 },
    sockets: 1,
  },
  spike: {
    about: 'from nobody to all players of a crash table within 10 s',
    plan: { ...PLAN, players: 2_000, ramp: 20 },
    sockets: 2,
  },
  soak: {
    about: 'the mixed players for half an hour; resident memory must not grow',
    script: 'mixed',
    plan: { ...PLAN, players: 500, duration: 1_800, ramp: 30, rate: 300 },
    sockets: 2,
    long: true,
  },
};

/** As fast as everybody can: each player spins again as soon as there is an answer. */
export const RATIO_PLAN: Plan = { ...PLAN, players: 200, duration: 20, users: 2, rate: 1_000_000 };

export function smokePlan({ plan, smoke }: Scenario): Plan {
  return { ...plan, ...SMOKE, ...smoke };
}
