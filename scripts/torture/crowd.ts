import { setTimeout as pause } from 'node:timers/promises';
import { Fairground, FairgroundError } from '../../client/sdk/index.ts';
import { Random } from '../../simulation/random.ts';
import { SessionPlayer } from '../../tests/simulation/sessionPlayer.ts';
import { AWAY, SimulatedPlayer } from '../../tests/simulation/simulatedPlayer.ts';
import { patiently } from '../cluster/crowd.ts';
import { BacktestPlayer } from './backtestPlayer.ts';
import type { Told } from './told.ts';
import { TABLES, type World } from './world.ts';

const AT_A_TABLE = 3;
const IN_SESSIONS = 6;
/** Pulls win nothing back: with shorter rests the coins would not last for an act. */
const REST_MS = 150;

/** Players of one act, by the SDK alone; whoever is answered what a fair server would not answer says so. */
export interface Crowd {
  /** Everybody in a session was answered since the call, and has a live seat at a table; false when that is not so in time. */
  isServed(withinMs: number): Promise<boolean>;
  /** Their last requests become known, then they leave. */
  leave(): Promise<void>;
}

export async function gatherCrowd(
  { fleet }: World,
  seed: string,
  told: Told,
  wrong: (what: string) => void,
): Promise<Crowd> {
  const drawn = (name: string) => {
    const random = new Random(0, `${seed} ${name}`);
    return () => random.word() / 2 ** 32;
  };
  const guest = async () => {
    const fairground = new Fairground({ url: 'http://entry.test', fetch: fleet.fetch, clockEveryMs: 0 });
    await patiently(() => fairground.guest({ ageConfirmed: true }));
    return fairground;
  };
  const atTables = await Promise.all(
    TABLES.flatMap(({ table }) => Array.from({ length: AT_A_TABLE }, (_, at) => `${table} ${at}`)).map(
      async (place) => {
        const fairground = await guest();
        const seat = fairground.crash(place.split(' ')[0]!);
        await patiently(() => seat.joined(60_000));
        return new SimulatedPlayer(fairground, seat, drawn(place), told, AWAY);
      },
    ),
  );
  const inSessions = await Promise.all(
    Array.from({ length: IN_SESSIONS }, async (_, at) => {
      const options = { alsoExpected: AWAY, restMs: REST_MS };
      return new SessionPlayer(await guest(), drawn(`session ${at}`), at, options);
    }),
  );
  const tester = new BacktestPlayer(await guest(), told);
  told.sessions.push(...inSessions);
  const all = [...atTables, ...inSessions, tester];
  for (const player of all) player.start();
  return {
    async isServed(withinMs) {
      const deadlineMs = performance.now() + withinMs;
      const before = inSessions.map((player) => player.answered);
      const served = () =>
        inSessions.every((player, at) => player.answered > before[at]!) &&
        atTables.every(({ isLive }) => isLive());
      while (!served()) {
        if (performance.now() > deadlineMs) return false;
        await pause(5);
      }
      return true;
    },
    async leave() {
      for (const player of all) {
        await player.finish().catch((error: unknown) => {
          const code =
            error instanceof FairgroundError ? `${error.code} ${JSON.stringify(error.details)}` : error;
          wrong(`a player was answered what no fair server answers: ${String(code)}`);
        });
      }
      await Promise.all(atTables.map(({ fairground }) => fairground.close().catch(() => {})));
    },
  };
}
