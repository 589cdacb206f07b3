import { HostileSocket } from '../hostileSocket.ts';
import { type Attack, count, type Outcome, pause, reserve, seatPath } from '../scene.ts';

const OF_EACH_KIND = 200;
const SEATS = 50;

/** What a connection begins with, and then says no more. */
const BEGINNINGS: Record<string, string> = {
  nothing: '',
  halfARequest: 'POST /api/auth/gue',
  halfABody:
    'POST /api/auth/guest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"age',
  halfAHandshake:
    'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Ke',
};

/** Connections that stop half-way, seats that are never acknowledged, websockets that never pong. */
export const halfOpen: Attack = async (scene) => {
  const sockets: [string, HostileSocket][] = [];
  for (let each = 0; each < OF_EACH_KIND; each += 1) {
    for (const [kind, beginning] of Object.entries(BEGINNINGS)) {
      const socket = new HostileSocket(scene, null);
      if (beginning !== '') socket.tcp.write(beginning);
      sockets.push([kind, socket]);
    }
    if (each % 10 === 9) await pause(20);
  }
  for (let each = 0; each < SEATS; each += 1) {
    const seat = await reserve(scene, 'joinOrCreate', 'crash', { table: scene.table });
    if (seat !== null) sockets.push(['unacknowledged', new HostileSocket(scene, seatPath(seat))]);
  }
  await pause(scene.untilMs - performance.now());
  const outcome: Outcome = {};
  for (const [kind, socket] of sockets) {
    count(outcome, socket.tcp.destroyed ? `${kind}Ended` : `${kind}Held`);
    socket.cut();
  }
  return outcome;
};
