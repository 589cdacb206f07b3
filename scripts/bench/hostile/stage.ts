import { startWatched, type Target } from '../../fuzz/target.ts';
import { fundedToken, inParallel } from '../players.ts';
import { POLLUTED } from './attacks/pollution.ts';
import type { Scene } from './scene.ts';

const ATTACKERS = 8;
const BETTING_MS = 600_000;
export const TABLE = 'siege';
export const MACHINE = 'neon3';

/** A server under siege: limits are on, and only honest players come from where load may come from. */
export interface Stage {
  target: Target;
  /** What was wrong with the server since it started: bugs in its log, its end. */
  wrong: string[];
  /** With accounts and an address of its own: the limits that one attack has reached are not the next one's. */
  nextScene(): Promise<Omit<Scene, 'untilMs'>>;
  /** @throws Error where the server's own objects are others than when it started, or it has met a bug */
  mustBeWhole(): Promise<void>;
  openSockets(): Promise<number>;
}

export async function setStage(env: Record<string, string> = {}): Promise<Stage> {
  const wrong: string[] = [];
  // Betting outlasts the siege: bets and cancellations are what a player may always ask for.
  const rules = {
    ...{ table: TABLE, edgePercent: 1, minBetCoins: 100, maxBetCoins: 100_000 },
    ...{ maxPayoutCoins: 5_000_000, maxRoundPayoutCoins: 20_000_000, bettingMs: BETTING_MS, pauseMs: 1_000 },
  };
  const target = await startWatched(
    { tables: [rules], env: { LOAD_ADDRESSES: '127.0.0.1', ...env } },
    (what) => void wrong.push(what),
  );
  const { server, inspector } = target;
  let scenes = 0;
  const before = await inspector.evaluate<string[]>(PROTOTYPES);
  return {
    ...{ target, wrong },
    async nextScene() {
      scenes += 1;
      const tokens = await inParallel(ATTACKERS, 4, () => fundedToken(server.url));
      return {
        // Loopback has more addresses than the honest players'. Linux only.
        ...{ host: '127.0.0.1', port: server.port, from: `127.0.1.${scenes % 250}` },
        ...{ tokens, table: TABLE, machine: MACHINE },
      };
    },
    async mustBeWhole() {
      const now = await inspector.evaluate<string[]>(PROTOTYPES);
      if (now.join() !== before.join()) throw new Error('prototypes of the server were changed');
      if (await inspector.evaluate<boolean>(`'${POLLUTED}' in {}`))
        throw new Error('its objects are polluted');
      if (wrong.length > 0) throw new Error(wrong.slice(0, 3).join('\n'));
    },
    async openSockets() {
      const text = await (await fetch(`${server.url}/metrics`)).text();
      return Number(/^fairground_open_connections (\d+)/m.exec(text)?.[1]);
    },
  };
}

const PROTOTYPES =
  '[Object, Array, Function, String, Number, Map, Promise].flatMap((each) => Reflect.ownKeys(each.prototype).map((key) => each.name + String(key)))';
