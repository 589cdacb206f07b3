import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../domain/canonicalJson.ts';
import { CommitRequest, HANDS, type Hand, RevealRequest } from '../../../domain/protocol/rps.ts';
import { commitOf } from '../../../domain/rps/commit.ts';
import { type MatchInputs, playMatch } from '../../../domain/rps/ending.ts';
import { commitHand, dueAtMs, isOver, revealHand } from '../../../domain/rps/match.ts';
import odds from '../../../domain/rps/rps.data.ts';
import { opened, play, saltOf } from './script.ts';

test('[RP5] a commit is the SHA-256 of the text as it is sent', () => {
  const salt = '00ff'.repeat(8);
  const text = `0b5e7c1e-6d57-4f7a-8d3c-2a9d1f0c7a11|9d2f0a66-1b55-4a0e-9f5f-6a1d3f1f8b77|rock|${salt}`;
  const [matchId, playerId] = text.split('|') as [string, string];
  expect(commitOf(matchId, playerId, 'rock', salt)).toBe(createHash('sha256').update(text).digest('hex'));
});

test('[RP5] the first commit opens a window of 30 s, the second one of 15 s', () => {
  play(`
    500  | alice commits rock | hold until 30500
    9000 | bob commits paper  | hold until 24000
  `);
});

test('[RP6] one commit each, and not the other one’s', () => {
  play(`
    0 | alice commits rock   | hold until 30000
    1 | alice commits rock   | already_bet
    1 | alice commits paper  | already_bet
    1 | bob commits alice's  | invalid_request
    2 | bob commits rock     | hold until 15002
    3 | bob commits scissors | already_bet
  `);
});

test('[RP7] the deadline belongs to the time after', () => {
  play(`
    0     | alice commits rock  | hold until 30000
    29999 | the end             | -
    30000 | bob commits rock    | too_late
  `);
  play(`
    0     | alice commits rock  | hold until 30000
    29999 | bob commits paper   | hold until 44999
    44998 | bob reveals paper   | store until 44999
    44999 | alice reveals rock  | too_late
  `);
});

test('[RP9] nothing is revealed before both have committed', () => {
  play(`
    0 | alice reveals rock  | outdated
    0 | alice commits rock  | hold until 30000
    1 | alice reveals rock  | outdated
    1 | bob reveals rock    | outdated
  `);
});

test('[RP17] whose match it is not has nothing to commit or to reveal in it', () => {
  play(`
    0 | carol commits rock  | outdated
    0 | carol reveals rock  | outdated
    1 | alice commits rock  | hold until 30001
    2 | bob commits rock    | hold until 15002
    3 | carol commits paper | outdated
    3 | carol reveals paper | outdated
  `);
});

test('[RP10] a wrong reveal may be tried again, the right one again changes nothing', () => {
  play(`
    0 | alice commits rock                                             | hold until 30000
    0 | bob commits paper                                              | hold until 15000
    1 | alice reveals paper                                            | invalid_request
    2 | alice reveals rock with aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab       | invalid_request
    3 | alice reveals rock                                             | store until 15000
    4 | alice reveals rock                                             | -
    5 | alice reveals scissors                                         | invalid_request
  `);
});

test('[RP12] the better hand takes both stakes less 2 %', () => {
  play(`
    0 | alice commits rock | hold until 30000
    0 | bob commits paper  | hold until 15000
    1 | alice reveals rock | store until 15000
    2 | bob reveals paper  | alice lose (hands) +0; bob win (hands) +1960
  `);
});

test('[RP12] equal hands: both get theirs back, without a fee', () => {
  play(`
    0 | alice commits scissors | hold until 30000
    0 | bob commits scissors   | hold until 15000
    1 | bob reveals scissors   | store until 15000
    2 | alice reveals scissors | alice draw (equal_hands) +1000; bob draw (equal_hands) +1000
  `);
});

test('[RP13] the only one who revealed has won; nobody: both get theirs back', () => {
  play(`
    0     | alice commits rock | hold until 30000
    0     | bob commits paper  | hold until 15000
    1     | alice reveals rock | store until 15000
    14999 | the end            | -
    15000 | the end            | alice win (no_reveal) +1960; bob lose (no_reveal) +0
  `);
  play(`
    0     | alice commits rock | hold until 30000
    0     | bob commits paper  | hold until 15000
    15000 | the end            | alice refunded (no_reveal) +1000; bob refunded (no_reveal) +1000
  `);
});

test('[RP14] without a second commit the first one’s stake goes back', () => {
  play(`
    0     | bob commits rock | hold until 30000
    30000 | the end          | bob refunded (no_commit) +1000
  `);
});

test('[RP15] in another host’s hands the running window starts again', () => {
  play(`
    0     | alice commits rock      | hold until 30000
    50000 | second takes it over    | until 80000
    79000 | bob commits paper       | hold until 94000
    94000 | third takes it over     | until 109000
    94001 | alice reveals rock      | store until 109000
    94002 | bob reveals paper       | alice lose (hands) +0; bob win (hands) +1960
  `);
});

test('[RP16] a sweeper looks at a match only after its room had time to finish it', () => {
  const match = play('0 | alice commits rock | hold until 30000');
  expect(isOver(match, 30_000)).toBe(true);
  expect(dueAtMs(match)).toBeGreaterThan(30_000);
});

test('[RP11] a match is its document: it goes through JSON and is the same', () => {
  const match = play(`
    0 | alice commits rock | hold until 30000
    0 | bob commits paper  | hold until 15000
    1 | alice reveals rock | store until 15000
  `);
  expect(JSON.parse(canonicalJson(match))).toEqual(match);
});

test('[RP12] [RP13] [RP14] whatever both do, what is paid and the fee are the stakes', () => {
  const hand = fc.option(fc.constantFrom<Hand>(...HANDS));
  fc.assert(
    fc.property(hand, hand, fc.boolean(), fc.integer({ min: 1, max: 1_000 }), (a, b, both, steps) => {
      const betCoins = steps * 100;
      const inputs: MatchInputs = {
        matchId: 'match',
        players: [
          { playerId: 'alice', commit: 'a', hand: both ? a : null, salt: null },
          { playerId: 'bob', commit: both ? 'b' : null, hand: both ? b : null, salt: null },
        ],
      };
      const games = ['alice', 'bob']
        .slice(0, both ? 2 : 1)
        .map((playerId) => playMatch(odds, 2, betCoins, inputs, playerId));
      const paid = games.reduce((sum, game) => sum + game.payoutCoins, 0);
      const staked = games.length * betCoins;
      const won = games.some((game) => game.outcome.outcome === 'win');
      expect(paid).toBe(won ? staked - (staked * 2) / 100 : staked);
      expect(Number.isSafeInteger(paid)).toBe(true);
    }),
  );
});

test('[RP5] [RP11] asking changes nothing: what has to be stored is a new match', () => {
  const match = opened();
  const before = canonicalJson(match);
  const commit = commitOf('match', 'alice', 'rock', saltOf('alice'));
  commitHand(odds, match, { playerId: 'alice', commit, stakeKey: 'key' }, 0);
  expect(canonicalJson(match)).toBe(before);
  const revealing = play(`
    0 | alice commits rock | hold until 30000
    0 | bob commits paper  | hold until 15000
  `);
  const standing = canonicalJson(revealing);
  revealHand(revealing, { playerId: 'alice', hand: 'rock', salt: saltOf('alice') }, 1);
  expect(canonicalJson(revealing)).toBe(standing);
});

test.each([
  ['a salt of 15 bytes', 'ab'.repeat(15)],
  ['a salt of 65 bytes', 'ab'.repeat(65)],
  ['upper case', 'AB'.repeat(16)],
  ['half a byte', `${'ab'.repeat(16)}a`],
  ['no hex', 'xy'.repeat(16)],
])('[RP10] a reveal with %s has not the right shape', (_name, salt) => {
  expect(RevealRequest.safeParse({ hand: 'rock', salt }).success).toBe(false);
  expect(RevealRequest.safeParse({ hand: 'rock', salt: 'ab'.repeat(16) }).success).toBe(true);
});

test('[RP5] a commit is 64 lowercase hex characters', () => {
  const key = '0b5e7c1e-6d57-4f7a-8d3c-2a9d1f0c7a11';
  const accepted = (commit: unknown) => CommitRequest.safeParse({ key, commit }).success;
  expect(['a'.repeat(64), 'A'.repeat(64), 'a'.repeat(63), 'rock', null].map(accepted)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
