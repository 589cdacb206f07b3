import { randomUUID } from 'node:crypto';
import { request } from '../requests.ts';
import {
  type Attack,
  count,
  keepOn,
  type Outcome,
  pause,
  reserve,
  type Seated,
  seatPath,
  sit,
} from '../scene.ts';

const REPLAYERS = 4;
const COPIES = 20;
const EVERY_MS = 300;
const ANSWERED_WITHIN_MS = 5_000;

interface Spun {
  gameId?: string;
  code?: string;
}

/** The same spin again and again, at once and later; a crash bet's requests in every wrong order. */
export const replays: Attack = async (scene) => {
  const outcome: Outcome = {};
  await Promise.all(
    Array.from({ length: REPLAYERS }, async (_, replayer) => {
      const token = scene.tokens[replayer];
      const slots = await seated(scene, 'slots', { machine: scene.machine }, token);
      const crash = await seated(scene, 'crash', { table: scene.table }, token);
      if (slots === null || crash === null) {
        count(outcome, 'notSeated');
        return;
      }
      await keepOn(scene.untilMs, EVERY_MS, async () => {
        await replay(slots, outcome);
        await reorder(crash, outcome);
      });
      slots.socket.cut();
      crash.socket.cut();
    }),
  );
  return outcome;
};

async function seated(
  scene: Parameters<Attack>[0],
  room: string,
  options: object,
  token?: string,
): Promise<Seated | null> {
  const seat = await reserve(scene, 'joinOrCreate', room, options, token);
  return seat === null ? null : sit(scene, seatPath(seat));
}

/** All copies are one game: whoever is answered gets it, the others are told to wait. */
async function replay(slots: Seated, outcome: Outcome): Promise<void> {
  const spin = { key: randomUUID(), betCoins: 100 };
  const answers = await all(slots, COPIES, (id) => request(id, 'spin', spin));
  const games = new Set<string>();
  for (const { gameId, code } of answers as Spun[]) {
    if (gameId !== undefined) games.add(gameId);
    else if (!FAIR.has(code ?? '')) throw new Error(`a replayed spin was answered ${code}`);
    count(outcome, gameId === undefined ? code! : 'same');
  }
  if (games.size > 1) throw new Error(`one key played ${games.size} games`);
}

async function reorder(crash: Seated, outcome: Outcome): Promise<void> {
  const bet = { key: randomUUID(), amountCoins: 100 };
  const nobodys = { betId: randomUUID() };
  const steps: [string, object][] = [
    ...([
      ['cashout', nobodys],
      ['cancel', nobodys],
      ['bet', bet],
      ['bet', { ...bet, amountCoins: 200 }],
    ] as [string, object][]),
    ['bet', bet],
  ];
  const answers = (await all(crash, steps.length, (id) => request(id, ...steps[id]!))) as {
    betId?: string;
    code?: string;
  }[];
  const placed = answers.find(({ betId }) => betId !== undefined)?.betId;
  const ids = new Set(answers.flatMap(({ betId }) => betId ?? []));
  if (ids.size > 1) throw new Error('one key placed two bets');
  for (const { betId, code } of answers) {
    if (betId === undefined && !FAIR.has(code ?? ''))
      throw new Error(`a reordered request was answered ${code}`);
    count(outcome, code ?? 'placed');
  }
  if (placed === undefined) return;
  await all(crash, 3, (id) => request(id, 'cancel', { betId: placed }));
}

const FAIR = new Set([
  ...['no_active_bet', 'key_conflict', 'already_bet', 'round_closed', 'insufficient_funds', 'rate_limited'],
  ...['store_unavailable', 'busy', 'limit_exceeded', 'too_late'],
]);

/** Sent in one piece; payloads of the answers, all of which must come. */
async function all(room: Seated, count: number, make: (id: number) => Buffer): Promise<unknown[]> {
  room.answers.clear();
  room.socket.send(Buffer.concat(Array.from({ length: count }, (_, id) => make(id))));
  const deadlineMs = performance.now() + ANSWERED_WITHIN_MS;
  while (room.answers.size < count) {
    if (performance.now() > deadlineMs || !room.socket.isOpen)
      throw new Error(`${room.answers.size} of ${count} requests were answered`);
    await pause(5);
  }
  return [...room.answers.values()].map(({ payload }) => payload);
}
