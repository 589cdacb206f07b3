import type { Random } from '../../simulation/random.ts';

/** A request as an honest client would make it: what a mutation starts from. */
export interface Offer {
  type: string;
  message(random: Random): unknown;
}

/** A kind of room, how one is asked for, and what it answers. */
export interface RoomKind {
  name: string;
  options(random: Random): Record<string, unknown>;
  offers: Offer[];
  /** Of those, what may be joined without a token. */
  open: boolean;
}

/** Few ids, so that repeats, conflicts and others' ids come up. */
const ids = Array.from({ length: 50 }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`);
const key = (random: Random) => (random.chance(0.7) ? random.uuid() : random.pick(ids));
const HANDS = ['rock', 'paper', 'scissors'];
const time: Offer = { type: 'time', message: () => ({}) };
const end: Offer = { type: 'end', message: () => ({}) };

const coins = (random: Random) => random.pick([100, 200, 300, 1_000, 50, 0, -100, 10_000_000]);

export function roomKinds(given: { table: string; jobId: string }): RoomKind[] {
  return [
    {
      name: 'crash',
      options: () => ({ table: given.table }),
      open: true,
      offers: [
        {
          type: 'bet',
          message: (random) => ({
            ...{ key: key(random), amountCoins: coins(random) },
            ...(random.chance(0.5) ? { autoCashoutHundredths: random.between(90, 400) } : {}),
            ...(random.chance(0.2) ? { game: random.below(20) } : {}),
          }),
        },
        { type: 'cancel', message: (random) => ({ betId: key(random) }) },
        { type: 'cashout', message: (random) => ({ betId: key(random) }) },
        time,
      ],
    },
    {
      name: 'slots',
      options: (random) => ({ machine: random.pick(['neon3', 'cascade5']) }),
      open: false,
      offers: [
        { type: 'spin', message: (random) => ({ key: key(random), betCoins: coins(random) }) },
        time,
        end,
      ],
    },
    {
      name: 'gacha',
      options: () => ({ banner: 'starlight' }),
      open: false,
      offers: [
        { type: 'pull', message: (random) => ({ key: key(random), count: random.pick([1, 10, 2]) }) },
        time,
      ],
    },
    {
      name: 'rps',
      options: () => ({}),
      open: false,
      offers: [
        {
          type: 'throw',
          message: (random) => ({ key: key(random), betCoins: coins(random), hand: random.pick(HANDS) }),
        },
        time,
      ],
    },
    {
      name: 'rps_match',
      options: (random) => ({ betCoins: random.pick([100, 200, 0]) }),
      open: false,
      offers: [
        { type: 'commit', message: (random) => ({ key: key(random), commit: random.hex(32) }) },
        { type: 'reveal', message: (random) => ({ hand: random.pick(HANDS), salt: random.hex(16) }) },
        time,
      ],
    },
    {
      name: 'lobby',
      options: () => ({}),
      open: false,
      offers: [{ type: 'ack', message: (random) => ({ sequence: random.below(9) }) }, time],
    },
    {
      name: 'monitor',
      options: (random) => (random.chance(0.5) ? {} : { topics: random.pick([['crash'], [], ['nothing']]) }),
      open: true,
      offers: [
        { type: 'topics', message: (random) => ({ topics: random.pick([['crash'], ['slots'], []]) }) },
        time,
      ],
    },
    {
      name: 'backtest',
      options: () => ({ jobId: given.jobId }),
      open: false,
      offers: [{ type: 'cancel', message: () => ({}) }],
    },
  ];
}
