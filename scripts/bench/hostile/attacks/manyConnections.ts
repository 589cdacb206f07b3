import { HostileSocket } from '../hostileSocket.ts';
import { type Attack, count, type Outcome, pause } from '../scene.ts';

const CONNECTIONS = 5_000;
const AT_ONCE = 100;
const EVERY_MS = 40;

/** Nothing, a probe of latency, a seat that nobody reserved. */
const PATHS = [null, '/', '/process/room?sessionId=nobody'];

/** 5,000 connections from one address, held as long as the server lets them be. */
export const manyConnections: Attack = async (scene) => {
  const sockets: HostileSocket[] = [];
  while (sockets.length < CONNECTIONS) {
    for (let each = 0; each < AT_ONCE; each += 1)
      sockets.push(new HostileSocket(scene, PATHS[sockets.length % PATHS.length]!));
    await pause(EVERY_MS);
  }
  await pause(scene.untilMs - performance.now());
  const outcome: Outcome = {};
  for (const socket of sockets) {
    if (!socket.tcp.destroyed) {
      count(outcome, 'held');
      socket.cut();
      continue;
    }
    const end = await socket.ended;
    count(
      outcome,
      end.type === 'cut' ? 'cut' : end.type === 'answered' ? String(end.status) : String(end.code),
    );
  }
  return outcome;
};
