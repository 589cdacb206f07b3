import { type Attack, ask, count, keepOn, type Outcome, seatPath, sit } from '../scene.ts';

const WORKERS = 12;
/** Each worker's pace: some 300 joins a second altogether, which soon are refused. */
const EVERY_MS = 40;

/** Seats taken and left as fast as one may, or taken and never come for; sessions of games among them. */
export const joinLeave: Attack = async (scene) => {
  const outcome: Outcome = {};
  await Promise.all(
    Array.from({ length: WORKERS }, async (_, worker) => {
      let turn = worker;
      await keepOn(scene.untilMs, EVERY_MS, async () => {
        turn += 1;
        const plays = turn % 3 === 0;
        const path = `/matchmake/joinOrCreate/${plays ? 'slots' : 'crash'}`;
        const body = JSON.stringify(plays ? { machine: scene.machine } : { table: scene.table });
        const token = plays ? scene.tokens[worker % scene.tokens.length] : undefined;
        const { status, body: seat, code } = await ask(scene, 'POST', path, { body, token });
        if (code !== null) {
          if (!DUE.has(code)) throw new Error(`a join was answered ${status} ${code}`);
          count(outcome, code);
          return;
        }
        if (turn % 5 === 0) {
          count(outcome, 'abandoned');
          return;
        }
        const seated = await sit(scene, seatPath(seat));
        count(outcome, seated === null ? 'notSeated' : 'seated');
        seated?.socket.cut();
      });
    }),
  );
  return outcome;
};

const DUE = new Set(['rate_limited', 'limit_exceeded', 'busy']);
