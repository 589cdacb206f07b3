import { Fairground } from '../../client/sdk/index.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { quantile } from '../bench/players.ts';
import { until } from './child.ts';
import type { Fleet } from './fleet.ts';
import type { Member } from './member.ts';
import { liveAt } from './shows.ts';
import { setStage } from './stage.ts';
import { measureStock } from './stock.ts';

type Say = (line: string) => void;

/** Betting outlasts every run: what is measured is the way back, not where a round happens to be. */
const TABLES = ['one', 'two', 'three'].map((table) => ({
  ...DEFAULT_TABLES[0]!,
  table,
  bettingMs: 600_000,
}));
const STEP_MS = 5;

/** Failover (kill -9) and drain (SIGTERM) of a member, `runs` times each, as an SDK client with a bet sees them. */
export async function measure(runs: number, say: Say): Promise<void> {
  const times: Record<string, number[]> = { elsewhere: [], rejoined: [], drained: [], moved: [] };
  const stage = await setStage({ members: 3, tables: TABLES, say });
  try {
    const fairground = new Fairground({ url: stage.url });
    await fairground.guest({ ageConfirmed: true });
    const seats = await Promise.all(TABLES.map(({ table }) => fairground.crash(table).joined(60_000)));
    for (const seat of seats) await seat.bet({ amountCoins: 100 });
    for (let run = 0; run < runs; run += 1) {
      const { fleet } = stage;
      await fleet.settled();
      const victim = await fleet.holderOf(TABLES[run % TABLES.length]!.table);
      const kill = () => victim.kill();
      await once(fleet, victim, seats, kill, times.elsewhere!, times.rejoined!);
      await victim.start();
      await fleet.settled();
      const leaving = await fleet.holderOf(TABLES[run % TABLES.length]!.table);
      const ended = async () => {
        leaving.signal('SIGTERM');
      };
      await once(fleet, leaving, seats, ended, times.drained!, times.moved!);
      await leaving.ended();
      await leaving.start();
      say(
        `run ${run + 1} of ${runs}: ${Object.entries(times)
          .map(([what, all]) => `${what} ${Math.round(all.at(-1)!)}`)
          .join(', ')} ms`,
      );
    }
    const { differenceCoins } = await stage.fleet.reconcile();
    say(`reconciled: difference ${differenceCoins}`);
    await fairground.close();
  } finally {
    await stage.close();
  }
  say(`kill -9 to every table live elsewhere: ${spread(times.elsewhere!)}`);
  say(`kill -9 to the player seated again, bet in sight: ${spread(times.rejoined!)}`);
  say(`SIGTERM to every table live elsewhere: ${spread(times.drained!)}`);
  say(`SIGTERM to the player seated again, bet in sight: ${spread(times.moved!)}`);
  const stock = await measureStock(runs);
  say(`stock Colyseus, kill -9 to joined a new room (state lost): ${spread(stock)}`);
}

type Seat = Awaited<ReturnType<ReturnType<Fairground['crash']>['joined']>>;

async function once(
  fleet: Fleet,
  victim: Member,
  seats: readonly Seat[],
  strike: () => Promise<void>,
  elsewhereMs: number[],
  backMs: number[],
): Promise<void> {
  const survivors = fleet.members.filter((member) => member !== victim);
  const struckAtMs = performance.now();
  const left = new Set<Seat>();
  const unsubscribe = seats.map((seat) =>
    seat.status.subscribe(() => {
      if (seat.status.value.state !== 'live') left.add(seat);
    }),
  );
  await strike();
  const elsewhere = until(
    'tables elsewhere',
    async () => liveAt(await fleet.placed(), survivors),
    60_000,
    STEP_MS,
  );
  elsewhereMs.push(await elsewhere.then(() => performance.now() - struckAtMs));
  const isBack = () =>
    left.size > 0 &&
    seats.every((seat) => seat.status.value.state === 'live' && seat.ownBet.value?.state === 'open');
  await until('players are back', isBack, 60_000, STEP_MS);
  backMs.push(performance.now() - struckAtMs);
  for (const end of unsubscribe) end();
}

function spread(values: readonly number[]): string {
  const at = (share: number) => Math.round(quantile(values, share));
  return `p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, max ${at(1)} ms (${values.length} runs)`;
}
