import { randomUUID } from 'node:crypto';
import { request } from '../requests.ts';
import { type Attack, ask, count, keepOn, type Outcome, pause, reserve, seatPath, sit } from '../scene.ts';

const EVERY_MS = 40;

/**
 * Somebody who knows another player's seat, and even the token by which its owner may come back to it, and shows who they are
 * or nothing (colyseus#962). The owner stays connected throughout, and is answered at the end.
 */
export const theft: Attack = async (scene) => {
  const [owners, thiefs] = scene.tokens as [string, string];
  const machine = { machine: scene.machine };
  const ownersSeat = await reserve(scene, 'joinOrCreate', 'slots', machine, owners);
  const thiefsSeat = await reserve(scene, 'joinOrCreate', 'slots', machine, thiefs);
  if (ownersSeat === null || thiefsSeat === null) return { notSeated: 1 };
  const owner = (await sit(scene, seatPath(ownersSeat)))!;
  const thief = (await sit(scene, seatPath(thiefsSeat)))!;
  const [ownersWay, thiefsWay] = [owner, thief].map(
    ({ reconnectionToken }) => `&reconnectionToken=${reconnectionToken}`,
  );
  const theirs = { ...ownersSeat, sessionId: thiefsSeat.sessionId };
  const tries = [
    seatPath(ownersSeat),
    seatPath(ownersSeat, thiefsWay),
    seatPath(theirs, ownersWay),
    seatPath(thiefsSeat, ownersWay),
    seatPath(ownersSeat, ownersWay),
    seatPath(ownersSeat, `${ownersWay}&_authToken=${thiefs}`),
  ];
  const outcome: Outcome = {};
  let turn = 0;
  await keepOn(scene.untilMs, EVERY_MS, async () => {
    const path = tries[turn++ % tries.length]!;
    const back = await sit(scene, path);
    if (back !== null) throw new Error(`a stolen seat was taken by try ${(turn - 1) % tries.length}`);
    count(outcome, 'refused');
    if (turn % tries.length !== 0) return;
    const body = JSON.stringify({ reconnectionToken: owner.reconnectionToken });
    for (const token of [thiefs, undefined]) {
      const asked = await ask(scene, 'POST', `/matchmake/reconnect/${ownersSeat.roomId}`, { body, token });
      if (asked.code === null) throw new Error('matchmaking gave away a seat');
      count(outcome, asked.code);
    }
  });
  owner.socket.send(request(7, 'spin', { key: randomUUID(), betCoins: 100 }));
  for (let times = 0; times < 200 && owner.answers.size === 0; times += 1) await pause(20);
  if (owner.answers.get(7)?.status !== 'ok') throw new Error('the owner of a seat was not served any more');
  owner.socket.cut();
  thief.socket.cut();
  return outcome;
};
