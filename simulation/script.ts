import { Random } from './random.ts';

export const MOVES = [
  'act',
  'drop',
  'back',
  'leave',
  'kill',
  'stall',
  'stop',
  'cut',
  'outage',
  'pause',
  'rotate',
] as const;
export type MoveType = (typeof MOVES)[number];

/** One step of a run: who does what is decided when it comes, by the dice and by how things stand then. */
export interface Move {
  index: number;
  atMs: number;
  type: MoveType;
  dice: number;
}

/** How often each kind of move comes, of a thousand; in each world some never do. */
const OFTEN: Record<MoveType, number> = {
  ...{
    act: 950,
    drop: 8,
    back: 8,
    leave: 4,
    kill: 4,
    stall: 6,
    stop: 3,
    cut: 4,
    outage: 3,
    pause: 2,
    rotate: 8,
  },
};

/** All moves of a run. @param everyMs from one to the next, on average */
export function writeScript(seed: number, steps: number, everyMs: number): Move[] {
  const random = new Random(seed, 'script');
  const often = MOVES.map((type) => (type === 'act' || random.chance(0.6) ? OFTEN[type] : 0));
  const sum = often.reduce((total, each) => total + each, 0);
  const moves: Move[] = [];
  let atMs = 1_000;
  for (let index = 0; index < steps; index += 1) {
    atMs += random.below(everyMs * 2);
    let roll = random.below(sum);
    const at = often.findIndex((each) => {
      roll -= each;
      return roll < 0;
    });
    moves.push({ index, atMs, type: MOVES[at]!, dice: random.word() });
  }
  return moves;
}
