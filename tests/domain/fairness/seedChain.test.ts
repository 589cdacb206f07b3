import { hash as nativeHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkpointOf,
  crashSalt,
  GAMES_PER_CHECKPOINT,
  generateChain,
  hashOfGame,
  isLinked,
  leadsToTerminator,
  placeInChain,
  wholeChain,
} from '../../../domain/fairness/seedChain.ts';
import { sha256Hex } from '../../../domain/fairness/sha256.ts';
import bustabit from '../../fixtures/fairness/bustabit-v2.json' with { type: 'json' };

const LAST = 'c0ffee'.repeat(10).padEnd(64, '0');
const native = (text: string) => nativeHash('sha256', text);

describe('chain', () => {
  test('[FA1] published games hash, as text, to the ones before them', () => {
    const { anchor, consecutive } = bustabit;
    expect(isLinked(anchor.game1, anchor.terminator)).toBe(true);
    for (const [index, hash] of consecutive.slice(1).entries()) {
      expect(isLinked(consecutive[index]!, hash)).toBe(true);
      expect(isLinked(hash, consecutive[index]!)).toBe(false);
    }
    expect(leadsToTerminator(consecutive[0]!, 2, consecutive[2]!)).toBe(true);
    expect(leadsToTerminator(consecutive[0]!, 1, consecutive[2]!)).toBe(false);
  });

  test('[FA1] a hash in another spelling is none', () => {
    const { anchor } = bustabit;
    expect(isLinked(anchor.game1.toUpperCase(), anchor.terminator)).toBe(false);
    expect(isLinked(anchor.game1.slice(1), sha256Hex(anchor.game1.slice(1)))).toBe(false);
  });

  test.each([1, 999, 1000, 1001, 2500])(
    '[FA2] every game of a chain of %i follows from its checkpoint',
    (length) => {
      const chain = wholeChain(LAST, length);
      expect(chain.checkpoints).toHaveLength(Math.ceil(length / GAMES_PER_CHECKPOINT));
      let hash = LAST;
      for (let place = length; place >= 1; place -= 1) {
        if (place % 97 === 0 || place === 1 || place === length || place % 1000 < 2) {
          expect(hashOfGame(chain.checkpoints[checkpointOf(place)]!, place, length)).toBe(hash);
          expect(leadsToTerminator(hash, place, chain.terminator)).toBe(true);
        }
        hash = sha256Hex(hash);
      }
      expect(hash).toBe(chain.terminator);
    },
  );

  test('[FA3] generating can be paused after every 1,000 hashes', () => {
    const work = generateChain(LAST, 2500, native);
    const left: number[] = [];
    let turn = work.next();
    while (!turn.done) {
      left.push(turn.value);
      turn = work.next();
    }
    expect(left).toEqual([2000, 1000, 0]);
    expect(turn.value).toEqual(wholeChain(LAST, 2500));
  });

  test('[FA3] any SHA-256 gives the same chain', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 64, maxLength: 64, unit: fc.constantFrom(...'0123456789abcdef') }),
        (last) => {
          expect(wholeChain(last, 50, native)).toEqual(wholeChain(last, 50));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('[FA2] games count through the chains of a table', () => {
    expect(placeInChain({ firstGame: 1, length: 10 }, 10)).toBe(10);
    expect(placeInChain({ firstGame: 11, length: 10 }, 11)).toBe(1);
    expect(() => placeInChain({ firstGame: 11, length: 10 }, 10)).toThrow('not of this chain');
    expect(() => placeInChain({ firstGame: 11, length: 10 }, 21)).toThrow('not of this chain');
  });

  test('[FA5] the salt is SHA-256 of terminator and root', () => {
    expect(crashSalt('aa', 'bb')).toBe(native('aa|bb'));
  });
});
