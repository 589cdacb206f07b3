import { matchSteps } from '../games/steps.ts';
import { HANDS } from '../protocol/rps.ts';
import { commitOf } from '../rps/commit.ts';
import { type MatchInputs, type MatchOutcome, playMatch } from '../rps/ending.ts';
import type { RpsOdds } from '../rps/odds.ts';
import { type Check, checkEach, checkFields, type Fields, isObject } from './form.ts';
import { type Mismatch, mismatch } from './mismatch.ts';
import type { MatchGame } from './playedForm.ts';
import type { Replayed } from './replayGame.ts';
import { isSha256Hex } from './sha256.ts';

const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const isHand: Check = (value) => HANDS.includes(value as never);
const isSalt: Check = (value) => typeof value === 'string' && /^(?:[0-9a-f]{2}){16,64}$/.test(value);
const isId: Check = (value) => typeof value === 'string' && /^[^|\s]+$/.test(value);

const PLAYER: Fields = {
  playerId: { is: isId, what: 'an id without spaces or bars' },
  commit: { is: orNull(isSha256Hex), what: '64 lowercase hex characters, or null' },
  hand: { is: orNull(isHand), what: `one of ${HANDS.join(', ')}, or null` },
  salt: { is: orNull(isSalt), what: '32 to 128 lowercase hex characters, or null' },
};

/** That the match has its two players, the one whose game this is among them. */
export function checkMatchForm(game: MatchGame): Mismatch | null {
  const { matchId, inputs } = game.proof;
  const { matchId: recordedId, players } = inputs as Partial<MatchInputs>;
  if (recordedId !== matchId) return mismatch('proof.inputs.matchId', `should be ${matchId}`);
  if (!Array.isArray(players) || players.length !== 2) return mismatch('proof.inputs.players', 'are not two');
  const found = checkEach('proof.inputs.players', players, (player, path) =>
    isObject(player) ? checkFields(path, player, PLAYER) : mismatch(path, 'is not an object'),
  );
  if (found !== null) return found;
  if (players[0]!.playerId === players[1]!.playerId) {
    return mismatch('proof.inputs.players[1].playerId', 'is there twice');
  }
  const own = players.findIndex(({ playerId }) => playerId === game.playerId);
  if (own < 0) return mismatch('playerId', 'is not one of the two players');
  if (players[own]!.commit === null) {
    return mismatch(`proof.inputs.players[${own}].commit`, 'is missing: without it there was no stake');
  }
  return null;
}

/** That every hand was committed to before any was shown, and is the one that was committed to. */
export function checkCommits({ proof }: MatchGame): Mismatch | null {
  const { matchId, players } = proof.inputs as MatchInputs;
  const bothCommitted = players.every(({ commit }) => commit !== null);
  for (const [index, { playerId, commit, hand, salt }] of players.entries()) {
    const path = `proof.inputs.players[${index}]`;
    if ((hand === null) !== (salt === null)) return mismatch(`${path}.salt`, 'does not go with the hand');
    if (hand === null || salt === null) continue;
    if (!bothCommitted) return mismatch(`${path}.hand`, 'was shown before both had committed');
    if (commitOf(matchId, playerId, hand, salt) !== commit) {
      return mismatch(`${path}.commit`, 'is not SHA-256 of match, player, hand and salt');
    }
  }
  if (bothCommitted && players[0]!.commit === players[1]!.commit) {
    return mismatch('proof.inputs.players[1].commit', 'is the other player’s');
  }
  return null;
}

/** The match again, from what both players did. */
export function replayMatch(game: MatchGame, odds: RpsOdds): Replayed {
  if (!odds.match.betSteps.includes(game.betCoins)) {
    return { ok: false, mismatch: mismatch('betCoins', 'is no stake of a match') };
  }
  const inputs = game.proof.inputs as MatchInputs;
  const played = playMatch(odds, odds.match.feeHundredths, game.betCoins, inputs, game.playerId!);
  return { ok: true, replay: { played, steps: matchSteps(inputs, played.outcome as MatchOutcome) } };
}
