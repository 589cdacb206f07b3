import { HostileSocket } from '../hostileSocket.ts';
import { type Attack, count, keepOn, type Outcome, reserve, seatPath, sit } from '../scene.ts';

const HTTP_READERS = 100;
const SPECTATORS = 60;
const EVERY_MS = 500;

/** The largest answer that anybody may ask for as often as they like. */
const LARGE = 'GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n';

/** Sockets that ask for much, or watch a table that changes, and read nothing. */
export const slowReaders: Attack = async (scene) => {
  const outcome: Outcome = {};
  const sockets: HostileSocket[] = [];
  for (let each = 0; each < HTTP_READERS; each += 1) {
    const socket = new HostileSocket(scene, null);
    socket.tcp.pause();
    sockets.push(socket);
  }
  for (let each = 0; each < SPECTATORS; each += 1) {
    const refused = (code: string) => count(outcome, code);
    const seat = await reserve(scene, 'joinOrCreate', 'crash', { table: scene.table }, undefined, refused);
    if (seat === null) continue;
    const seated = await sit(scene, seatPath(seat));
    if (seated === null) {
      count(outcome, 'unseated');
      continue;
    }
    seated.socket.tcp.pause();
    sockets.push(seated.socket);
  }
  await keepOn(scene.untilMs, EVERY_MS, async () => {
    for (const socket of sockets.slice(0, HTTP_READERS)) socket.send(LARGE);
  });
  for (const socket of sockets) {
    count(outcome, socket.tcp.destroyed ? 'ended' : 'held');
    socket.cut();
  }
  return outcome;
};
