import { type AuthContext, matchMaker } from '@colyseus/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Player } from '../../domain/identity/port.ts';
import type { Match } from '../../domain/rps/match.ts';
import type { PlayerEvent, RoomPorts } from '../../rooms/ports.ts';
import { rpsMatchRoom } from '../../rooms/rps_match/rpsMatchRoom.ts';
import { createMatchRouting } from '../../server/matchRouting.ts';
import { startMatchSweeper, sweepMatches } from '../../server/matchSweeper.ts';
import { BET_COINS, chosen, MatchWorld } from './rpsMatchWorld.ts';

/** Longer than any window, and than what is left to a match's room after it. */
const LATER_MS = 3_600_000;

let world: MatchWorld;
let ports: RoomPorts;
let stalled = false;
let alice: Player;
let bob: Player;
let before: number;

beforeAll(async () => {
  world = await MatchWorld.open();
  ports = world.ports();
  await matchMaker.setup();
  matchMaker.defineRoomType('rps_match', rpsMatchRoom(ports)).filterBy(['betCoins']);
});
afterAll(async () => {
  await Promise.all(matchMaker.disconnectAll());
  await world.dispose();
});
beforeEach(async () => {
  stalled = false;
  [alice, bob] = [await world.player('alice'), await world.player('bob')];
  before = await world.coins(alice);
});

/** A match in which both have committed, and whose process is dead: no room has its host's name. */
async function orphaned(): Promise<Match> {
  const { actor } = world.host();
  actor.open(BET_COINS, [alice, bob]);
  await actor.commit(alice, chosen(actor.match!, alice, 'rock').commit);
  await actor.commit(bob, chosen(actor.match!, bob, 'paper').commit);
  actor.stop();
  return actor.match!;
}

function sweep(): Promise<void> {
  const guard = { check: (nowMs: number) => (stalled ? nowMs - 2_000 : null) };
  return sweepMatches(ports, guard, () => false);
}

function join(player: Player, betCoins = BET_COINS) {
  return createMatchRouting(ports)('joinOrCreate', { betCoins }, { token: player.id } as AuthContext);
}

test('[RP15] [RP16] what a dead process left gets its window once more, and is finished after that', async () => {
  const { matchId } = await orphaned();
  await sweep();
  expect((await world.stored(matchId))?.host).not.toBeNull();

  world.aheadMs += LATER_MS;
  await sweep();
  const again = await world.stored(matchId);
  expect(again?.host).toBeNull();
  expect(again!.deadlineAtMs).toBeGreaterThan(Date.now() + world.aheadMs);
  await sweep();
  expect(await world.stored(matchId)).toEqual(again);
  expect(await world.coins(alice)).toBe(before - BET_COINS);

  const told: PlayerEvent[] = [];
  ports.feed.subscribe(alice.id, (event) => told.push(event));
  world.aheadMs += LATER_MS;
  await Promise.all([sweep(), sweep()]);
  expect(await world.stored(matchId)).toBeNull();
  expect([await world.coins(alice), await world.coins(bob)]).toEqual([before, before]);
  expect(told).toContainEqual({ type: 'balance', balances: { coins: before } });
  expect(await world.differenceCoins()).toBe(0);
});

test('[RP16] a running sweeper does so by itself, and not once it is stopped', async () => {
  const { matchId } = await orphaned();
  world.aheadMs += LATER_MS;
  const sweeper = startMatchSweeper(ports);
  while ((await world.stored(matchId))?.host !== null) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await sweeper.stop();
  const left = await world.stored(matchId);
  world.aheadMs += LATER_MS;
  await sweepMatches(ports, ports.newStallGuard(), () => true);
  expect(await world.stored(matchId)).toEqual(left);
});

test('[RP16] a match that lives in a room is left to it', async () => {
  const match = await orphaned();
  const room = await matchMaker.createRoom('rps_match', { betCoins: BET_COINS, reserved: true });
  expect(await matchMaker.remoteRoomCall(room.roomId, 'takeOver' as never, [match])).toBe(true);
  const hosted = await world.stored(match.matchId);
  expect(hosted?.host).toBe(room.roomId);
  world.aheadMs += LATER_MS;
  await sweep();
  expect(await world.stored(match.matchId)).toEqual(hosted);
});

test('[RP15] after a standstill nothing is swept: the rooms come first', async () => {
  const match = await orphaned();
  world.aheadMs += LATER_MS;
  stalled = true;
  await sweep();
  expect(await world.stored(match.matchId)).toEqual(match);
});

test('[RP15] players who come back at once find each other, and the window starts once', async () => {
  for (let round = 0; round < 10; round += 1) {
    [alice, bob] = [await world.player('alice'), await world.player('bob')];
    const match = await orphaned();
    const seats = await Promise.all([join(alice), join(bob, 100), join(alice, 5_000), join(bob)]);
    expect(new Set(seats.map(({ roomId }) => roomId)).size).toBe(1);
    expect((await world.stored(match.matchId))?.host).toBe(seats[0]!.roomId);
  }
});

test('[RP8] whose match was finished meanwhile joins like everybody', async () => {
  const match = await orphaned();
  world.aheadMs += LATER_MS;
  await sweep();
  world.aheadMs += LATER_MS;
  await sweep();
  const [one, two] = [await join(alice), await join(bob)];
  expect(two.roomId).toBe(one.roomId);
  expect(await world.stored(match.matchId)).toBeNull();
});

test('a room that takes a match over in vain closes', async () => {
  const match = await orphaned();
  await join(alice);
  const room = await matchMaker.createRoom('rps_match', { betCoins: BET_COINS, reserved: true });
  expect(await matchMaker.remoteRoomCall(room.roomId, 'takeOver' as never, [match])).toBe(false);
  expect(await matchMaker.getRoomById(room.roomId)).toBeUndefined();
});

test('who has no valid token is not led to a match', async () => {
  await expect(join({ ...alice, id: 'nobody' })).rejects.toMatchObject({ message: 'unauthorized' });
});
