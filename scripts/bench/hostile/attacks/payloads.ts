import { frame } from '../hostileSocket.ts';
import { rawRequest } from '../requests.ts';
import { type Attack, ask, count, keepOn, type Outcome, pause, reserve, seatPath, sit } from '../scene.ts';

const SENDERS = 4;
const EVERY_MS = 30;
const FRAME_BYTES = 16 * 1024;
/** Of most routes, and of those that take strategies. */
const BODY_BYTES = 8 * 1024;
const STRATEGY_BYTES = 64 * 1024;

const text = (bytes: number) =>
  Buffer.concat([Uint8Array.of(0xda, bytes >> 8, bytes & 0xff), Buffer.alloc(bytes, 0x61)]);

/** Frames as large, wide and deep as they may be, and more. */
const FRAMES: Record<string, Buffer> = {
  deep: rawRequest(1, 'spin', Buffer.alloc(FRAME_BYTES - 20, 0x91)),
  wide: rawRequest(2, 'spin', Buffer.concat([Uint8Array.of(0xdc, 0x3f, 0x80), Buffer.alloc(0x3f80, 0xc0)])),
  long: rawRequest(3, 'spin', text(FRAME_BYTES - 30)),
  endless: rawRequest(4, 'spin', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff)),
  tooLarge: frame(Buffer.alloc(FRAME_BYTES + 1)),
};

const deepBody = (levels: number) => `{"nickname":${'['.repeat(levels)}${']'.repeat(levels)}}`;
const longBody = (bytes: number) => `{"nickname":"${'x'.repeat(bytes - 20)}"}`;
const wideBody = (fields: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: fields }, (_, each) => [`k${each}`, 1])));

const BODIES: [path: string, body: string][] = [
  ['/api/auth/login', deepBody(30_000)],
  ['/api/auth/login', wideBody(5_000)],
  ['/matchmake/joinOrCreate/crash', deepBody(30_000)],
  ['/api/auth/login', longBody(STRATEGY_BYTES)],
  ['/api/auth/login', longBody(STRATEGY_BYTES * 4)],
  ...['/api/auth/login', '/matchmake/joinOrCreate/crash'].flatMap((path): [string, string][] => [
    [path, deepBody(BODY_BYTES / 2 - 20)],
    [path, wideBody(800)],
    [path, longBody(BODY_BYTES)],
  ]),
  ['/api/strategies', deepBody(STRATEGY_BYTES / 2 - 20)],
  ['/api/strategies', wideBody(5_000)],
  ['/api/strategies', longBody(STRATEGY_BYTES)],
];

const DUE = new Set([
  'invalid_request',
  'payload_too_large',
  'rate_limited',
  'not_found',
  'busy',
  'unauthorized',
]);

export const payloads: Attack = async (scene) => {
  const outcome: Outcome = {};
  const sendFrames = async (sender: number) => {
    const kinds = Object.entries(FRAMES);
    await keepOn(scene.untilMs, EVERY_MS, async () => {
      const seat = await reserve(
        ...([scene, 'joinOrCreate', 'slots', { machine: scene.machine }, scene.tokens[sender]] as const),
      );
      const seated = seat === null ? null : await sit(scene, seatPath(seat));
      if (seated === null) {
        count(outcome, 'notSeated');
        return;
      }
      const [kind, bytes] = kinds.shift()!;
      kinds.push([kind, bytes]);
      for (let times = 0; times < 20; times += 1) seated.socket.send(bytes);
      await Promise.race([seated.socket.ended, pause(300)]);
      for (const { status } of seated.answers.values())
        if (status === 'ok') throw new Error(`a frame that is ${kind} was carried out`);
      count(outcome, seated.socket.isOpen ? `${kind}Refused` : `${kind}Closed`);
      seated.socket.cut();
    });
  };
  const sendBodies = async (sender: number) => {
    let turn = sender;
    await keepOn(scene.untilMs, EVERY_MS, async () => {
      const [path, body] = BODIES[turn++ % BODIES.length]!;
      // Who is refused before everything was sent may be cut while sending.
      const token = turn % 2 === 0 ? scene.tokens[sender] : undefined;
      const answer = await ask(scene, 'POST', path, { body, token }).catch(() => null);
      const code = answer?.code ?? 'cut';
      if (answer !== null && !DUE.has(code))
        throw new Error(`a body to ${path} was answered ${answer.status} ${code}`);
      count(outcome, code);
    });
  };
  const senders = Array.from({ length: SENDERS }, (_, sender) => sender);
  await Promise.all([...senders.map(sendFrames), ...senders.map(sendBodies)]);
  return outcome;
};
