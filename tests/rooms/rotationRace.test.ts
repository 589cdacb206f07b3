import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../domain/fairness/sha256.ts';
import type { RevealedPair, SeedsView } from '../../domain/games/seeds.ts';
import type { SlotsStanding, SpinAnswer } from '../../domain/protocol/slots.ts';
import cascade5 from '../../domain/slots/cascade5.data.ts';
import { spin } from '../../domain/slots/spin.ts';
import type { ServerProcess } from '../support/serverProcess.ts';
import { guest, serve } from './harness.ts';
import { ask, openSession, untilAnswered } from './sessions.ts';

const ROTATIONS = 1_000;
const TABS = 3;
const BET_COINS = cascade5.betSteps[0]!;

interface PlayedGame {
  gameId: string;
  payoutCoins: number;
  proof: { pairId: string; nonce: number };
}

describe('rotating the seeds while other tabs spin', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    // One player rotates a thousand times in seconds.
    server = await serve('auto', { RATE_LIMITS: 'off' });
  }, 120_000);
  afterAll(() => server.dispose());

  it(`reveals no seed that a later game uses, ${ROTATIONS} times`, { timeout: 180_000 }, async () => {
    const { accessToken } = await guest(server.url);
    const tabs = await Promise.all(
      Array.from({ length: TABS }, () =>
        openSession<SlotsStanding>(server.url, accessToken, 'slots', { machine: 'cascade5' }),
      ),
    );
    let rotating = true;
    const answers = new Map<string, SpinAnswer>();
    const spinning = tabs.map(async ({ room }) => {
      // Below what Colyseus takes for a flood.
      for (; rotating; await pause(12)) {
        const request = { key: crypto.randomUUID(), betCoins: BET_COINS };
        // Rotated without a pause the pair may change under each try: that is `busy`.
        const answer = await untilAnswered(() => room.request<unknown, SpinAnswer>('spin', request));
        answers.set(answer.gameId, answer);
      }
    });
    const revealed = new Map<string, RevealedPair>();
    let next: SeedsView | null = null;
    for (let rotation = 0; rotation < ROTATIONS; rotation += 1) {
      const rotated = await ask<{ revealed: RevealedPair; active: SeedsView }>(
        server.url,
        accessToken,
        '/api/fairness/seeds/rotate',
        { clientSeed: `race ${rotation}` },
      );
      expect(sha256Hex(rotated.revealed.serverSeed)).toBe(rotated.revealed.serverSeedHash);
      if (next !== null) expect(rotated.active.serverSeedHash).toBe(next.nextServerSeedHash);
      next = rotated.active;
      revealed.set(rotated.revealed.pairId, rotated.revealed);
    }
    rotating = false;
    await Promise.all(spinning);
    await Promise.all(tabs.map(({ room }) => room.leave()));

    const nonces = new Map<string, number[]>();
    let cursor: string | null = null;
    let listed = 0;
    do {
      const page: { items: PlayedGame[]; next: string | null } = await ask(
        server.url,
        accessToken,
        `/api/me/history?limit=200${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      for (const { gameId, payoutCoins, proof } of page.items) {
        listed += 1;
        expect(answers.get(gameId)).toMatchObject({ nonce: proof.nonce, winCoins: payoutCoins });
        nonces.set(proof.pairId, [proof.nonce, ...(nonces.get(proof.pairId) ?? [])]);
        const seeds = revealed.get(proof.pairId);
        if (!seeds) continue;
        const { serverSeed, clientSeed } = seeds;
        const replayed = spin(cascade5, { serverSeed, clientSeed, nonce: proof.nonce }, BET_COINS, 0);
        expect(replayed.payoutCoins).toBe(payoutCoins);
      }
      cursor = page.next;
    } while (cursor !== null);
    expect(listed).toBe(answers.size);
    expect(listed).toBeGreaterThan(ROTATIONS / 10);
    // As many games on each pair as it had when it was revealed, none skipped: none came later.
    for (const { pairId, gameCount } of revealed.values()) {
      expect(nonces.get(pairId) ?? []).toEqual(Array.from({ length: gameCount }, (_, nonce) => nonce));
    }
  });
});
