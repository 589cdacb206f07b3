import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BELONGS_ELSEWHERE_MS, CLAIM_TURN_MS } from '../../../domain/cluster/adoption.ts';
import { adopting } from './script.ts';
import { SimulatedCluster } from './simulatedCluster.ts';

describe('a member and a table', () => {
  test('[CL4] whom it belongs to claims it at once; others after their turn, counted from when they saw it free', () => {
    expect(adopting().free(1_000)).toEqual([{ type: 'claim' }]);
    const third = adopting();
    expect(third.free(1_000, 2)).toEqual([]);
    expect(third.free(1_000 + 2 * CLAIM_TURN_MS - 1, 2)).toEqual([]);
    expect(third.free(1_000 + 2 * CLAIM_TURN_MS, 2)).toEqual([{ type: 'claim' }]);
  });

  test('[CL4] the wait begins anew when somebody had it meanwhile', () => {
    const second = adopting();
    second.free(1_000, 1);
    second.taken(1_200, 1);
    expect(second.free(1_500, 1)).toEqual([]);
    expect(second.free(1_500 + CLAIM_TURN_MS, 1)).toEqual([{ type: 'claim' }]);
  });

  test('[CL3] who stands in no order claims nothing, however long it waits', () => {
    const drained = adopting();
    drained.free(0, null);
    expect(drained.free(60_000, null)).toEqual([]);
  });

  test('[CL5] one claim at a time; one that got nothing is looked at anew', () => {
    const member = adopting();
    member.free(0);
    expect(member.free(10)).toEqual([]);
    expect(member.claimed(null)).toEqual([]);
    expect(member.state).toBe('free');
    expect(member.free(20)).toEqual([{ type: 'claim' }]);
  });

  test('[CL6] a claim opens the room with its fence; live is it when the room plays', () => {
    const member = adopting();
    member.free(0);
    expect(member.claimed(7)).toEqual([{ type: 'open', fence: 7 }]);
    expect(member.state).toBe('recovering');
    member.tell('playing');
    expect(member.adoption).toEqual({ state: 'live', fence: 7, elsewhereSinceMs: null });
  });

  test.each(['recovering', 'live', 'draining'])(
    '[CL7] fenced while %s: the room closes, nothing is released',
    (state) => {
      const member = adopting();
      if (state === 'recovering') {
        member.free(0);
        member.claimed(1);
      } else member.live();
      if (state === 'draining') member.stop();
      expect(member.state).toBe(state);
      expect(member.tell('fenced')).toEqual([{ type: 'close' }]);
      expect(member.tell('drained')).toEqual([]);
      expect(member.free(0)).toEqual([]);
      member.tell('closed');
      expect(member.state).toBe('free');
    },
  );

  test('[CL8] a fault stops the table here for good', () => {
    const member = adopting();
    member.live();
    expect(member.tell('faulted')).toEqual([]);
    member.tell('closed');
    expect(member.free(100_000)).toEqual([]);
    expect(member.adoption).toEqual({ state: 'lost', reason: 'fault' });
  });

  test('[CL9] a table that belongs elsewhere for 10 s without a break is played out and handed over', () => {
    const member = adopting();
    member.live();
    expect(member.taken(1_000, 1)).toEqual([]);
    expect(member.taken(1_000 + BELONGS_ELSEWHERE_MS - 1, 2)).toEqual([]);
    member.taken(5_000, 0);
    expect(member.taken(1_000 + BELONGS_ELSEWHERE_MS, 1)).toEqual([]);
    expect(member.taken(1_000 + 2 * BELONGS_ELSEWHERE_MS, 1)).toEqual([{ type: 'drain', playedOut: true }]);
    expect(member.tell('drained')).toEqual([{ type: 'release', fence: 1 }]);
  });

  test('[CL10] asked to stop: it drains what it holds, claims nothing, and gives back what a claim still brings', () => {
    const holder = adopting();
    holder.live();
    expect(holder.stop()).toEqual([{ type: 'drain', playedOut: false }]);
    const claiming = adopting();
    claiming.free(0);
    claiming.stop();
    expect(claiming.claimed(3)).toEqual([{ type: 'release', fence: 3 }]);
    expect(claiming.free(10)).toEqual([]);
  });

  test('[CL11] what was drained is released once', () => {
    const member = adopting();
    member.live();
    member.stop();
    expect(member.tell('drained')).toEqual([{ type: 'release', fence: 1 }]);
    expect(member.tell('drained')).toEqual([]);
    expect(member.state).toBe('free');
  });
});

describe('several members and a table', () => {
  test('[CL12] never two holders under one fence; live again a while after any deaths, stalls, joins and stops', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            act: fc.constantFrom('join', 'kill', 'stall', 'wake', 'stop', 'fault', 'wait'),
            who: fc.nat(7),
            ms: fc.integer({ min: 1, max: 8_000 }),
          }),
          { maxLength: 30 },
        ),
        (acts) => {
          const cluster = new SimulatedCluster();
          cluster.join();
          for (const { act, who, ms } of acts) {
            cluster.act(act, who);
            cluster.advance(ms);
          }
          cluster.join();
          cluster.advance(20_000);
          expect(cluster.twoUnderOneFence).toBe(false);
          expect(cluster.liveFences()).toEqual([cluster.fence]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
