import { Fairground } from '../../client/sdk/index.ts';
import { until } from './child.ts';
import { type Crowd, gatherCrowd } from './crowd.ts';
import type { Fleet } from './fleet.ts';
import type { Member } from './member.ts';
import type { Stage } from './stage.ts';

type Say = (line: string) => void;

/** The longest betting and the pause before it, and then some. */
const FLIES_WITHIN_MS = 120_000;

/** kill -9 of a member while people play: what happens, when. The bots play on afterwards. */
export async function showFailover({ fleet, url }: Stage, players: number, say: Say): Promise<void> {
  const placed = await fleet.settled();
  await tell(fleet, say);
  const crowd = await gatherCrowd({ url, tables: placed.map(({ table }) => table), players });
  say(`${players} bots are seated and bet in every round`);
  const fairground = new Fairground({ url });
  await fairground.guest({ ageConfirmed: true });
  const table = await fairground.crash('main').joined(30_000);
  await until('betting', () => table.state.value?.phase === 'betting', 120_000);
  const bet = await table.bet({ amountCoins: 1_000, autoCashoutHundredths: 200 });
  say(`a player bet 1,000 coins on game ${bet.game} of main`);
  const victim = await fleet.holderOf('main');
  const survivors = fleet.members.filter((member) => member !== victim);
  say(`kill -9 of ${victim.name}, which holds main`);
  const killedAtMs = performance.now();
  const since = () => `${((performance.now() - killedAtMs) / 1_000).toFixed(2)} s`;
  const unsubscribe = table.status.subscribe(() =>
    say(`  ${since()}: the player is ${table.status.value.state}`),
  );
  await victim.kill();
  await until('its tables live elsewhere', async () => liveAt(await fleet.placed(), survivors), 30_000, 5);
  say(`  ${since()}: every table lives in ${survivors.map(({ name }) => name).join(' or ')}`);
  await until('the player is back', () => table.status.value.state === 'live', 30_000, 5);
  await until('its bet', () => table.ownBet.value?.betId === bet.betId, 30_000, 5);
  say(`  ${since()}: the player is back and sees the bet: ${table.ownBet.value!.state}`);
  unsubscribe();
  await fairground.close();
  await sayBooks(fleet, say);
  await victim.start();
  say(`${victim.name} is back: the tables that belong to it return after a round`);
  say(`the bots: ${counted(crowd)}`);
}

/** Restarts every member, one after the other, while a crowd plays. @returns how many bets failed */
export async function showRolling({ fleet, url }: Stage, players: number, say: Say): Promise<number> {
  const placed = await fleet.settled();
  const crowd = await gatherCrowd({ url, tables: placed.map(({ table }) => table), players });
  say(`${players} players are seated and bet in every round`);
  for (const member of fleet.members) {
    await flightAt(fleet, member);
    const askedAtMs = performance.now();
    say(`SIGTERM to ${member.name}`);
    member.signal('SIGTERM');
    await member.ended();
    const seconds = ((performance.now() - askedAtMs) / 1_000).toFixed(1);
    say(`  drained and ended after ${seconds} s; ${counted(crowd)}`);
    await member.start();
    await fleet.settled();
    say(`  ${member.name} is back, every table lives`);
  }
  await crowd.stop();
  say(`all members were restarted: ${counted(crowd)}`);
  if (crowd.counts.failed > 0) say(`  failed with: ${[...crowd.failures].join(', ')}`);
  await sayBooks(fleet, say);
  return crowd.counts.failed;
}

/** Waits until a table flies there, or anywhere while it holds none: the rounds after it are bet on during the restart. */
async function flightAt(fleet: Fleet, member: Member): Promise<void> {
  const flies = async () => {
    const placed = await fleet.placed();
    const own = placed.filter((table) => table.member === member);
    return (own.length > 0 ? own : placed).some(({ phase }) => phase === 'flying');
  };
  await until(`a flight at a table of ${member.name}`, flies, FLIES_WITHIN_MS, 50);
}

export function liveAt(placed: readonly { member: Member | null }[], members: readonly Member[]): boolean {
  return placed.every(({ member }) => member !== null && members.includes(member));
}

async function tell(fleet: Fleet, say: Say): Promise<void> {
  for (const { table, member, fence } of await fleet.placed())
    say(`table ${table} lives in ${member?.name ?? 'no member'} (fence ${fence})`);
}

async function sayBooks(fleet: Fleet, say: Say): Promise<void> {
  const { differenceCoins, transfers } = await fleet.reconcile();
  say(`reconciled: ${transfers} transfers, difference ${differenceCoins}`);
}

function counted({ counts }: Crowd): string {
  const { sent, accepted, refused, failed } = counts;
  return `${sent} bets sent, ${accepted} accepted, ${refused} refused by the rules, ${failed} failed`;
}
