import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Member } from '../../scripts/cluster/member.ts';
import { type Relay, startRelay } from '../../scripts/cluster/relay.ts';
import { type Acknowledged, AWAY, SimulatedPlayer } from '../simulation/simulatedPlayer.ts';
import { canMakeNetworks, makeNetworks, type Networks } from './support/networks.ts';
import { areAtHome, PATIENT, placeOf } from './support/rooms.ts';
import { quickTable, startTrial, type Trial } from './support/trial.ts';

const allowed = canMakeNetworks();
if (!allowed)
  console.log('network namespaces can’t be made here (root and the ip command are needed): left out');

const LASTS_MS = 8_000;

describe.runIf(allowed)('a cut or slow network', () => {
  let trial: Trial;
  let networks: Networks;
  let database: Relay;
  const acknowledged: Acknowledged = { bets: new Map(), cashouts: new Map(), cancels: new Map() };
  const players: SimulatedPlayer[] = [];

  beforeAll(async () => {
    networks = makeNetworks(2);
    const tables = ['alpha', 'beta'].map((table) => quickTable(table));
    trial = await startTrial({
      ...{ members: 2, tables, redisHost: networks.redisHost },
      place: (number) => ({ host: networks.hostOf(number), wrap: networks.wrap(number) }),
      async membersDatabase(url) {
        const { hostname, port } = new URL(url);
        database = await startRelay(networks.databaseHost, { host: hostname, port: Number(port) });
        const relayed = new URL(url);
        relayed.host = `${networks.databaseHost}:${database.port}`;
        return relayed.href;
      },
    });
    let turn = 0;
    for (const { table } of [...tables, ...tables]) {
      const fairground = await trial.guest();
      const seat = await fairground.crash(table).joined(60_000);
      const drawn = () => {
        turn = (turn * 16_807 + 11) % 2_147_483_647;
        return turn / 2_147_483_647;
      };
      const player = new SimulatedPlayer(fairground, seat, drawn, acknowledged, AWAY);
      player.start();
      players.push(player);
    }
  });
  afterEach(async () => {
    expect(await trial.fleet.reconcile()).toMatchObject({ differenceCoins: 0 });
  });
  afterAll(async () => {
    await Promise.all(players.map((player) => player.finish()));
    await trial?.end();
    await database?.close();
    networks?.remove();
  });

  const numberOf = (member: Member) => trial.fleet.members.indexOf(member) + 1;
  const degraded = async ({ url }: Member) =>
    ((await (await fetch(`${url}/readyz`)).json()) as { degraded: string[] }).degraded;

  test('a member cut off from Redis: its tables go on, nobody takes them, it says so, and heals', {
    timeout: 240_000,
  }, async () => {
    const { fleet } = trial;
    await expect.poll(() => areAtHome(fleet), { ...PATIENT, timeout: 120_000 }).toBe(true);
    const holder = await fleet.holderOf('alpha');
    const before = placeOf(await fleet.placed(), 'alpha');
    networks.cut(numberOf(holder), networks.redisHost);
    await expect.poll(() => degraded(holder), PATIENT).toContain('redis');
    await expect
      .poll(async () => placeOf(await fleet.placed(), 'alpha').game, PATIENT)
      .toBeGreaterThan(before.game);
    expect(placeOf(await fleet.placed(), 'alpha').fence).toBe(before.fence);
    networks.heal(numberOf(holder), networks.redisHost);
    await expect.poll(() => degraded(holder), PATIENT).not.toContain('redis');
  });

  test('a member cut off from PostgreSQL: its tables are played elsewhere, and it can’t pay any more', {
    timeout: 240_000,
  }, async () => {
    const { fleet } = trial;
    await fleet.settled();
    const holder = await fleet.holderOf('alpha');
    const before = placeOf(await fleet.placed(), 'alpha');
    networks.cut(numberOf(holder), networks.databaseHost);
    const cutAtMs = performance.now();
    await expect
      .poll(async () => placeOf(await fleet.placed(), 'alpha'), PATIENT)
      .toMatchObject({ fence: before.fence + 1 });
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, cutAtMs + LASTS_MS - performance.now())));
    networks.heal(numberOf(holder), networks.databaseHost);
    await expect
      .poll(async () => placeOf(await fleet.placed(), 'alpha').game, PATIENT)
      .toBeGreaterThan(before.game);
    await expect.poll(async () => (await fetch(`${holder.url}/readyz`)).status, PATIENT).toBe(200);
  });

  test('100 ms more to the database: no table changes hands, bets are taken', {
    timeout: 240_000,
  }, async () => {
    const { fleet } = trial;
    await expect.poll(() => areAtHome(fleet), { ...PATIENT, timeout: 120_000 }).toBe(true);
    const before = await fleet.settled();
    const bets = acknowledged.bets.size;
    database.delayMs = 100;
    await expect.poll(() => acknowledged.bets.size, PATIENT).toBeGreaterThan(bets + 4);
    const after = await fleet.settled();
    database.delayMs = 0;
    expect(after.map(({ fence }) => fence)).toEqual(before.map(({ fence }) => fence));
  });
});
