import { Packr } from 'msgpackr';
import { pack, rawRequest } from '../requests.ts';
import { type Attack, ask, count, keepOn, type Outcome, pause, seatPath, sit } from '../scene.ts';

const SENDERS = 4;
const EVERY_MS = 50;
/** What would stand in every object of the server's if any of this went through. */
export const POLLUTED = 'fairgroundPolluted';

const OWN = `{"${POLLUTED}":true,"role":"admin"}`;
const BODIES = [
  `{"__proto__":${OWN},"machine":"MACHINE"}`,
  `{"constructor":{"prototype":${OWN}},"machine":"MACHINE"}`,
  `{"machine":"MACHINE","options":{"__proto__":{"__proto__":${OWN}}}}`,
];
const PATHS = [
  '/matchmake/joinOrCreate/slots',
  '/api/auth/login',
  '/matchmake/joinOrCreate/__proto__',
  '/matchmake/joinById/constructor',
];

/** As no serializer of ours writes it: a map whose key is `__proto__`, a record that has such a field. */
const named = (name: string, value: Uint8Array) => Buffer.concat([Uint8Array.of(0x81), pack(name), value]);
const own = pack({ [POLLUTED]: true });
const PAYLOADS: Uint8Array[] = [
  named('__proto__', own),
  named('constructor', named('prototype', own)),
  named('key', named('__proto__', own)),
  new Packr({ useRecords: true }).pack({ key: 'x', ['__proto__']: { [POLLUTED]: true }, betCoins: 100 }),
  Buffer.concat([Uint8Array.of(0xd4, 0x72, 0x40, 0x91), pack('__proto__'), own]),
];

/** `__proto__` and `constructor.prototype` in requests to rooms, bodies and addresses. Who looks into the server sees nothing of it. */
export const pollution: Attack = async (scene) => {
  const outcome: Outcome = {};
  await Promise.all(
    Array.from({ length: SENDERS }, async (_, sender) => {
      let turn = sender;
      await keepOn(scene.untilMs, EVERY_MS, async () => {
        turn += 1;
        const body = BODIES[turn % BODIES.length]!.replace('MACHINE', scene.machine);
        const path = PATHS[turn % PATHS.length]!;
        const answer = await ask(scene, 'POST', `${path}?__proto__[${POLLUTED}]=1`, {
          ...{ body, token: scene.tokens[sender] },
        });
        count(outcome, answer.code ?? 'answered');
        if (answer.code === 'internal') throw new Error(`${path} met a bug`);
        if (answer.code !== null) return;
        const seated = await sit(scene, seatPath(answer.body, `&__proto__[${POLLUTED}]=1`));
        if (seated === null) return;
        for (const [id, payload] of PAYLOADS.entries()) seated.socket.send(rawRequest(id, 'spin', payload));
        await Promise.race([seated.socket.ended, pause(300)]);
        for (const { status } of seated.answers.values()) {
          if (status === 'ok') throw new Error('a polluted spin was played');
          count(outcome, 'spinRefused');
        }
        seated.socket.cut();
      });
    }),
  );
  const { body } = await ask(scene, 'GET', '/readyz');
  if (POLLUTED in body || (body as { role?: string }).role !== undefined)
    throw new Error('an answer is polluted');
  return outcome;
};
