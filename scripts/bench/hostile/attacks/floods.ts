import { frame } from '../hostileSocket.ts';
import { request } from '../requests.ts';
import { type Attack, count, keepOn, type Outcome, pause, reserve, seatPath, sit } from '../scene.ts';

const FLOODERS = 6;
const FRAMES = 3_000;
const PING = Buffer.from([0x89, 0x80, 0, 0, 0, 0]);
const EVERY_MS = 200;

/** Requests as fast as bytes go, each of which would be a good one; Colyseus' pings; pings of the websocket itself. */
const FLOODS: Record<string, Buffer> = {
  requests: repeated((id) => request(id, 'time', {})),
  unknown: repeated((id) => request(id, 'nothing', { text: 'x'.repeat(100) })),
  pings: repeated(() => frame(Uint8Array.of(18))),
  controlPings: repeated(() => PING),
};

export const floods: Attack = async (scene) => {
  const outcome: Outcome = {};
  await Promise.all(
    Array.from({ length: FLOODERS }, async (_, flooder) => {
      const kinds = Object.entries(FLOODS);
      await keepOn(scene.untilMs, EVERY_MS, async () => {
        const [kind, bytes] = kinds.shift()!;
        kinds.push([kind, bytes]);
        const seat = await reserve(
          ...([scene, 'joinOrCreate', 'slots', { machine: scene.machine }, scene.tokens[flooder]] as const),
        );
        const seated = seat === null ? null : await sit(scene, seatPath(seat));
        if (seated === null) {
          count(outcome, 'notSeated');
          return;
        }
        seated.socket.send(bytes);
        const end = await Promise.race([seated.socket.ended, pause(2_000).then(() => null)]);
        if (end === null) count(outcome, `${kind}Held`);
        else if (end.type === 'closed' && end.code === 4002) count(outcome, `${kind}Closed`);
        else if (end.type === 'cut') count(outcome, `${kind}Cut`);
        else throw new Error(`a flood of ${kind} ended as ${JSON.stringify(end)}`);
        seated.socket.cut();
      });
    }),
  );
  return outcome;
};

function repeated(make: (id: number) => Buffer): Buffer {
  return Buffer.concat(Array.from({ length: FRAMES }, (_, id) => make(id)));
}
