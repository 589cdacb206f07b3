import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../simulation/random.ts';
import type { Member } from '../cluster/member.ts';
import { familyOf } from '../processUse.ts';
import type { World } from './world.ts';

/** Something that goes wrong. It is over when `strike` resolves; what it broke heals by itself from then on. */
export interface Fault {
  kind: FaultKind;
  /** What a reader is told. */
  what: string;
  strike(): Promise<void>;
}

export type FaultKind = keyof typeof KINDS;

/** How long it lasts, in ms. */
const SHORTEST_MS = 300;
const LONGEST_MS = 6_000;

/** Makes a fault of each kind; null where the world lacks what it takes. */
const KINDS = {
  serverKilled: ({ fleet }: World, random: Random) => {
    const member = random.pick(fleet.members);
    return lasting(random, `kill -9 of server ${member.name}, started again after`, async (ms) => {
      await member.kill();
      await pause(ms);
      await member.start();
    });
  },
  serverStopped: ({ fleet }: World, random: Random) => {
    const member = random.pick(fleet.members);
    return lasting(random, `server ${member.name} stands still (SIGSTOP) for`, (ms) => stillFor(member, ms));
  },
  databaseKilled: ({ database }: World) => ({
    what: 'kill -9 of the postmaster, which is started again by its keeper',
    strike: async () => void process.kill(database.pid, 'SIGKILL'),
  }),
  databaseStopped: ({ database }: World, random: Random) =>
    lasting(random, 'PostgreSQL stands still (SIGSTOP of all its processes) for', async (ms) => {
      const all = familyOf(database.pid);
      for (const pid of all) signal(pid, 'SIGSTOP');
      await pause(ms);
      for (const pid of all) signal(pid, 'SIGCONT');
    }),
  diskFull: ({ disk, fleet }: World, random: Random) => {
    if (disk === null) return null;
    return lasting(random, "the database's disk is full for", async (ms) => {
      disk.fill();
      const untilMs = performance.now() + ms;
      while (performance.now() < untilMs) {
        // It writes into segments of its log that it made before: the sooner it needs a new one, the sooner it notices.
        await fleet.pool.query('select pg_switch_wal()').catch(() => {});
        await pause(100);
      }
      disk.free();
    });
  },
  redisKilled: ({ fleet, relays }: World, random: Random) => {
    if (relays.redis === null) return null;
    return lasting(random, 'kill -9 of Redis, started again empty after', async (ms) => {
      await fleet.redis.stop();
      await pause(ms);
      await fleet.redis.start();
    });
  },
  redisStopped: ({ fleet, relays }: World, random: Random) => {
    if (relays.redis === null) return null;
    return lasting(random, 'Redis stands still (SIGSTOP) for', async (ms) => {
      fleet.redis.freeze();
      await pause(ms);
      fleet.redis.thaw();
    });
  },
  playersReset: ({ relays }: World, random: Random) =>
    resetting(random, 'players and servers', () => relays.players.map((relay) => relay.reset())),
  databaseReset: ({ relays }: World, random: Random) =>
    resetting(random, 'servers and PostgreSQL', () => [relays.database.reset()]),
  redisReset: ({ relays }: World, random: Random) => {
    const { redis } = relays;
    return redis === null ? null : resetting(random, 'servers and Redis', () => [redis.reset()]);
  },
} satisfies Record<string, (world: World, random: Random) => Omit<Fault, 'kind'> | null>;

/** So many, each kind about as often as any other, in an order from the seed. */
export function drawFaults(world: World, random: Random, count: number): Fault[] {
  const kinds = Object.keys(KINDS) as FaultKind[];
  const faults: Fault[] = [];
  let deck: FaultKind[] = [];
  while (faults.length < count) {
    if (deck.length === 0) deck = shuffled(kinds, random);
    const kind = deck.pop()!;
    const fault = KINDS[kind](world, random);
    if (fault !== null) faults.push({ kind, ...fault });
  }
  return faults;
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((each) => [random.word(), each] as const)
    .sort(([one], [other]) => one - other)
    .map(([, each]) => each);
}

function lasting(random: Random, what: string, strike: (ms: number) => Promise<void>): Omit<Fault, 'kind'> {
  const ms = random.between(SHORTEST_MS, LONGEST_MS);
  return { what: `${what} ${(ms / 1_000).toFixed(1)} s`, strike: () => strike(ms) };
}

/** Once, or again and again for a while: what comes back is cut again. */
function resetting(random: Random, between: string, reset: () => number[]): Omit<Fault, 'kind'> {
  const times = random.pick([1, 1, 5, 15]);
  return {
    what: `connections between ${between} are reset, ${times} times`,
    async strike() {
      for (let time = 0; time < times; time += 1) {
        reset();
        await pause(200);
      }
    },
  };
}

async function stillFor(member: Member, ms: number): Promise<void> {
  member.signal('SIGSTOP');
  await pause(ms);
  member.signal('SIGCONT');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}
