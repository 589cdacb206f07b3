import { Client } from '@colyseus/sdk';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Fairground } from '../../client/sdk/index.ts';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import type { OwnBet } from '../../domain/protocol/crash.ts';
import { until } from '../../scripts/cluster/child.ts';
import { type Acknowledged, SimulatedPlayer } from '../simulation/simulatedPlayer.ts';
import { areAtHome, listedProcesses, PATIENT, placeOf, processOf } from './support/rooms.ts';
import { quickTable, startTrial, type Trial } from './support/trial.ts';

/** How long Redis is away, each time. */
const AWAY_MS = 20_000;

let trial: Trial;
const acknowledged: Acknowledged = { bets: new Map(), cashouts: new Map(), cancels: new Map() };
const players: SimulatedPlayer[] = [];
let turn = 0;
/** Not random, on purpose: what is drawn is when and how much. */
const drawn = () => {
  turn = (turn * 1_103_515_245 + 12_345) % 2 ** 31;
  return turn / 2 ** 31;
};

beforeAll(async () => {
  const quick = ['alpha', 'beta', 'gamma'].map((table) => quickTable(table));
  trial = await startTrial({ members: 3, tables: [...quick, quickTable('open', { bettingMs: 600_000 })] });
  for (const { table } of quick)
    for (let count = 0; count < 3; count += 1) {
      const fairground = await trial.guest();
      const seat = await fairground.crash(table).joined(60_000);
      const player = new SimulatedPlayer(fairground, seat, drawn, acknowledged);
      player.start();
      players.push(player);
    }
});
afterEach(async () => {
  expect(await trial.fleet.reconcile()).toMatchObject({ differenceCoins: 0 });
});
afterAll(async () => {
  await Promise.all(players.map((player) => player.finish().catch(() => {})));
  await trial?.end();
});

test('a member is killed: its tables live elsewhere, players find their bets and end their games, nothing stale stays', {
  timeout: 240_000,
}, async () => {
  const { fleet } = trial;
  const victim = await fleet.holderOf('open');
  const survivors = fleet.members.filter((member) => member !== victim);
  const deadProcess = await processOf(fleet, victim.url);
  const player = await trial.guest();
  const table = await player.crash('open').joined(60_000);
  const { betId } = await table.bet({ amountCoins: 700 });
  const there = await playerAt(victim.url);
  const rps = await there.player.rps().joined(60_000);
  const first = await rps.throwHand(100, 'rock');
  const match = await twoCommitted(trial);
  const before = placeOf(await fleet.settled(), 'open');

  const killedAtMs = performance.now();
  await victim.kill();
  await until('its tables live elsewhere', async () => onlyAt(await fleet.placed(), survivors), 30_000, 10);
  console.log(`tables live elsewhere after ${Math.round(performance.now() - killedAtMs)} ms`);
  there.url = survivors[0]!.url;

  await expect.poll(() => table.status.value.state, PATIENT).toBe('live');
  await expect.poll(() => table.ownBet.value, PATIENT).toMatchObject({ betId, state: 'open' });
  console.log(`a player is back at its bet after ${Math.round(performance.now() - killedAtMs)} ms`);
  expect(placeOf(await fleet.placed(), 'open').fence).toBe(before.fence + 1);
  // The session has a new room; a repeat of the key is the game that was played.
  expect(await rps.throwHand(100, 'rock', first.key)).toMatchObject({ gameId: first.gameId });
  await expect.poll(() => match.results(), PATIENT).toBe(2);
  await expect.poll(async () => (await listedProcesses(fleet)).has(deadProcess), PATIENT).toBe(false);
  console.log(`its rooms are gone from Redis after ${Math.round(performance.now() - killedAtMs)} ms`);
  await table.cancel(betId);
  await victim.start();
});

test('a member stands still for 10 s: a successor plays on; the old one is fenced, and shows nothing that was not booked', {
  timeout: 240_000,
}, async () => {
  const { fleet } = trial;
  await expect.poll(() => areAtHome(fleet, ['open']), { ...PATIENT, timeout: 120_000 }).toBe(true);
  const holder = await fleet.holderOf('alpha');
  const before = placeOf(await fleet.placed(), 'alpha').fence;
  // A client without a watchdog of its own: it stays with the old process, whatever that does.
  const raw = new Client(holder.url);
  raw.auth.token = await tokenOf(trial);
  const room = await raw.joinOrCreate('crash', { table: 'alpha' });
  room.reconnection.enabled = false;
  const told: OwnBet[] = [];
  room.onMessage('bet', (bet: OwnBet) => told.push(bet));
  const closed = new Promise<number>((resolve) => room.onLeave(resolve));
  const answer = await bettingSoon(room);

  holder.signal('SIGSTOP');
  const stoppedAtMs = performance.now();
  await until('a successor', async () => placeOf(await fleet.placed(), 'alpha').fence > before, 30_000, 20);
  console.log(`a successor after ${Math.round(performance.now() - stoppedAtMs)} ms`);
  const seen = told.length;
  await new Promise((resolve) => setTimeout(resolve, stoppedAtMs + 10_000 - performance.now()));
  holder.signal('SIGCONT');
  expect(await closed).toBe(CLOSE_CODES.moved);

  const shown = told.slice(seen).filter(({ state }) => state === 'cashed');
  const { rows } = await fleet.pool.query<{ ref: string; amount: string }>(
    `select ref, amount from transfer where kind = 'crash.cashout' and ref = $1`,
    [answer.betId],
  );
  for (const bet of shown)
    expect(rows).toEqual([{ ref: bet.betId, amount: String(bet.cashout!.payoutCoins) }]);
  expect(rows.length).toBeLessThanOrEqual(1);
  await expect.poll(() => holder.output(), PATIENT).toMatch(/"code":"fenced"/);
  await fleet.settled();
});

test('Redis frozen, then restarted empty: tables go on, /readyz says so, all heals by itself', {
  timeout: 240_000,
}, async () => {
  const { fleet } = trial;
  // The open table goes home after its round, which outlasts the test.
  await expect.poll(() => areAtHome(fleet, ['open']), { ...PATIENT, timeout: 120_000 }).toBe(true);
  const [one] = fleet.members;
  const degraded = async () =>
    ((await (await fetch(`${one!.url}/readyz`)).json()) as { degraded: string[] }).degraded;
  const fences = async () => (await fleet.placed()).map(({ table, fence }) => `${table} ${fence}`);
  const before = await fences();
  const games = await gamesOf(trial);
  for (const breaks of ['frozen', 'emptied'] as const) {
    const awayAtMs = performance.now();
    if (breaks === 'frozen') fleet.redis.freeze();
    else await fleet.redis.stop();
    await expect.poll(degraded, PATIENT).toContain('redis');
    // Where the table lives it can be joined; elsewhere the answer is a clear one.
    for (const member of fleet.members) {
      const holds = (await fleet.holderOf('open')) === member;
      const ask = async () => (await seatAt(member.url, 'open')).status;
      await expect.poll(ask, PATIENT).toBe(holds ? 200 : 503);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, awayAtMs + AWAY_MS - performance.now())));
    if (breaks === 'frozen') fleet.redis.thaw();
    else await fleet.redis.start();
    const backAtMs = performance.now();
    for (const { url } of fleet.members) {
      await expect.poll(async () => (await seatAt(url, 'open')).status, PATIENT).toBe(200);
    }
    await expect.poll(degraded, PATIENT).not.toContain('redis');
    await expect.poll(async () => (await listedProcesses(fleet)).size, PATIENT).toBe(3);
    console.log(`Redis ${breaks}: healed ${Math.round(performance.now() - backAtMs)} ms after its return`);
  }
  expect(await fences()).toEqual(before);
  // That Redis is away is said, and is nobody's bug.
  for (const member of fleet.members) expect(member.output()).not.toMatch(/"code":"internal"/);
  for (const [table, game] of games) {
    if (table === 'open') continue;
    await expect.poll(async () => (await gamesOf(trial)).get(table), PATIENT).toBeGreaterThan(game);
  }
});

test('every member is restarted, one after the other, under load: no bet fails', {
  timeout: 240_000,
}, async () => {
  const { fleet } = trial;
  const betsBefore = acknowledged.bets.size;
  const player = await trial.guest();
  const table = await player.crash('open').joined(60_000);
  const { betId } = await table.bet({ amountCoins: 300 });
  for (const member of fleet.members) {
    const askedAtMs = performance.now();
    member.signal('SIGTERM');
    expect(await member.ended()).toBe(0);
    console.log(`${member.name} drained in ${Math.round(performance.now() - askedAtMs)} ms`);
    await member.start();
    await fleet.settled();
  }
  await expect.poll(() => table.ownBet.value, PATIENT).toMatchObject({ betId, state: 'open' });
  await expect.poll(() => acknowledged.bets.size, PATIENT).toBeGreaterThan(betsBefore);
  await table.cancel(betId);
  // Whoever was refused for good, or never answered, throws here.
  await Promise.all(players.map((each) => each.finish()));
  for (const betId of acknowledged.bets.keys()) {
    const { rows } = await fleet.pool.query(`select 1 from transfer where ref = $1 and kind = 'crash.bet'`, [
      betId,
    ]);
    expect(rows).toHaveLength(1);
  }
});

function onlyAt(placed: { member: unknown }[], survivors: readonly unknown[]): boolean {
  return placed.every(({ member }) => member !== null && survivors.includes(member));
}

/** A player whose entry is one member, until another is named. */
async function playerAt(url: string): Promise<{ url: string; player: Fairground }> {
  const at = { url, player: null as unknown as Fairground };
  at.player = await trial.guest({
    fetch: (input, init) => {
      const { pathname, search } = new URL(String(input));
      return fetch(new URL(pathname + search, at.url), init);
    },
  });
  return at;
}

/** Two players whose hands are committed: the match has to be finished by whoever hosts it. */
async function twoCommitted({ guest }: Trial): Promise<{ results(): number }> {
  const seats = await Promise.all(
    [await guest(), await guest()].map((player) => player.rpsMatch(100).joined(60_000)),
  );
  await until('a match', () => seats.every(({ match }) => match.value?.phase === 'committing'), 60_000);
  await Promise.all(seats.map((seat, at) => seat.commit(at === 0 ? 'rock' : 'paper')));
  return { results: () => seats.filter(({ result }) => result.value !== null).length };
}

async function tokenOf({ fleet }: Trial): Promise<string> {
  const asked = await fleet.fetch('http://entry.test/api/auth/guest', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ageConfirmed: true }),
  });
  return ((await asked.json()) as { accessToken: string }).accessToken;
}

async function bettingSoon(room: Awaited<ReturnType<Client['joinOrCreate']>>): Promise<{ betId: string }> {
  for (;;) {
    const state = room.state as { phase?: string };
    if (state.phase === 'betting') {
      const order = { key: crypto.randomUUID(), amountCoins: 100, autoCashoutHundredths: 105 };
      const answer = await room.request<unknown, { betId: string }>('bet', order).catch(() => null);
      if (answer !== null) return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function gamesOf({ fleet }: Trial): Promise<Map<string, number>> {
  return new Map((await fleet.placed()).map(({ table, game }) => [table, game]));
}

function seatAt(url: string, table: string): Promise<Response> {
  const body = JSON.stringify({ table });
  return fetch(`${url}/matchmake/joinOrCreate/crash`, { method: 'POST', body });
}
