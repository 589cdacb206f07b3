import { afterAll, beforeAll, expect, test } from 'vitest';
import { ATTACKS } from '../../scripts/bench/hostile/attacks.ts';
import type { Outcome } from '../../scripts/bench/hostile/scene.ts';
import { type Stage, setStage } from '../../scripts/bench/hostile/stage.ts';
import { reconcileData } from '../support/reconcileData.ts';

/** Short: `npm run bench -- hostile` holds them against honest players' times. */
const FOR_MS = 400;

/** What each attack must have come to, beside what it throws itself. */
const DUE: Record<string, (outcome: Outcome) => void> = {
  // A machine that has no time just now puts them off, as anybody else.
  slowReaders: ({ held, ended, busy, ...refused }) => {
    expect(held).toBeGreaterThan(0);
    expect(refused).toEqual({});
  },
  halfOpen: (outcome) => expect(Object.keys(outcome).length).toBeGreaterThanOrEqual(5),
  // 1,000 in a window, and at most one window ends meanwhile.
  manyConnections: ({ cut }) => expect(cut).toBeGreaterThanOrEqual(3_000),
  joinLeave: ({ seated }) => expect(seated).toBeGreaterThan(0),
  floods: ({ requestsClosed }) => expect(requestsClosed).toBeGreaterThan(0),
  payloads: ({ deepClosed, payload_too_large }) => {
    expect(deepClosed).toBeGreaterThan(0);
    expect(payload_too_large).toBeGreaterThan(0);
  },
  pollution: ({ spinRefused }) => expect(spinRefused).toBeGreaterThan(0),
  replays: ({ same, key_conflict }) => {
    expect(same).toBeGreaterThan(1);
    expect(key_conflict).toBeGreaterThan(0);
  },
  theft: ({ refused, forbidden, unauthorized }) => {
    expect(refused).toBeGreaterThan(0);
    expect(forbidden).toBeGreaterThan(0);
    expect(unauthorized).toBeGreaterThan(0);
  },
};

// Attackers come from another loopback address than honest players, which only Linux has.
const isLinux = process.platform === 'linux';
let stage: Stage;
beforeAll(async () => {
  if (isLinux) stage = await setStage();
});
afterAll(() => stage?.target.close());

test.runIf(isLinux).each(Object.keys(ATTACKS))(
  '%s: attackers get their due, and nothing else',
  async (name) => {
    const scene = await stage.nextScene();
    const outcome = await ATTACKS[name]!({ ...scene, untilMs: performance.now() + FOR_MS });
    DUE[name]!(outcome);
    await stage.mustBeWhole();
    expect((await fetch(`${stage.target.server.url}/readyz`)).status).toBe(200);
  },
);

test.runIf(isLinux)(
  'after all of them the books are even, and the server’s own objects are as they were',
  async () => {
    await stage.mustBeWhole();
    expect(await reconcileData(stage.target.server.dataDir)).toMatchObject({ differenceCoins: 0 });
  },
);
