import type { RpsOdds } from '../rps/odds.ts';
import { checkCommits, checkMatchForm, replayMatch } from './matchChecks.ts';
import { type Mismatch, mismatch } from './mismatch.ts';
import {
  type CheckedGame,
  checkBalances,
  checkDuration,
  checkPlayedForm,
  type MatchGame,
  type PairGame,
} from './playedForm.ts';
import {
  byTable,
  checkOdds,
  checkOutcome,
  checkPayout,
  type Replay,
  type Replayed,
  replayGame,
} from './replayGame.ts';
import { sha256Hex } from './sha256.ts';
import { inTurn, type StepHeld, type Turn, type VerdictOf } from './verdict.ts';

type PlayedCheck = 'form' | 'odds' | 'seeds' | 'commits' | 'outcome' | 'payout';
export type PlayedVerifyStep = StepHeld<PlayedCheck>;
export type PlayedVerdict = VerdictOf<PlayedCheck>;

/**
 * Checks a finished game of slots, gacha or rock-paper-scissors by playing it again (FAIRNESS F4): form, odds table,
 * seeds (between players: commits), outcome with every step, payout. Nothing is trusted; both may be any JSON.
 * @param game as `GET /api/games/{gameId}` answers it
 * @param odds the odds table with the game's `oddsHash`
 * @param gameId what was asked for, so that no other game can stand in for it
 * @returns `valid` with every step, or the first field that does not follow and the steps that held before. A game
 *   whose seed is not revealed yet is not valid: `proof.serverSeed`
 */
export function verifyPlayed(game: unknown, odds: unknown, gameId?: string): PlayedVerdict {
  const form = checkPlayedForm(game) ?? checkAsked(game as CheckedGame, gameId);
  if (form !== null) return { valid: false, ...form, steps: [] };
  const checked = game as CheckedGame;
  return checked.game === 'rps_match' ? verifyMatch(checked, odds) : verifyPairGame(checked, odds);
}

function checkAsked(game: CheckedGame, gameId?: string): Mismatch | null {
  return gameId === undefined || game.gameId === gameId ? null : mismatch('gameId', `is not ${gameId}`);
}

function verifyPairGame(game: PairGame, odds: unknown): PlayedVerdict {
  const { proof } = game;
  return inTurn([
    ...beginning(game, odds, () => checkDuration(game)),
    {
      name: 'seeds',
      check: () => checkSeeds(game),
      held: () => ({
        detail: `SHA-256 of the server seed is ${proof.serverSeedHash}, which was published before the game.`,
        facts: {
          serverSeed: proof.serverSeed!,
          serverSeedHash: proof.serverSeedHash,
          clientSeed: proof.clientSeed,
          nonce: proof.nonce,
        },
      }),
    },
    ...ending(
      game,
      () => replayGame(game, proof.serverSeed!, odds),
      () => checkBalances(game),
    ),
  ]);
}

function verifyMatch(game: MatchGame, odds: unknown): PlayedVerdict {
  return inTurn([
    ...beginning(game, odds, () => checkDuration(game) ?? checkMatchForm(game)),
    {
      name: 'commits',
      check: () => checkCommits(game),
      held: () => ({
        detail: 'Each revealed hand is the one that was committed to before.',
        facts: { matchId: game.proof.matchId },
      }),
    },
    ...ending(
      game,
      () => replayMatch(game, odds as RpsOdds),
      // The stake was held for a while, in which other games may have moved the balance.
      () => null,
    ),
  ]);
}

function beginning(game: CheckedGame, odds: unknown, form: () => Mismatch | null): Turn<PlayedCheck>[] {
  return [
    {
      name: 'form',
      check: form,
      held: () => ({
        detail: `Game ${game.gameId} of ${game.game}, ${game.variant}.`,
        facts: { gameId: game.gameId, game: game.game, variant: game.variant },
      }),
    },
    {
      name: 'odds',
      check: () => checkOdds(game, odds),
      held: () => ({
        detail: `The odds table has the recorded hash ${game.oddsHash}.`,
        facts: { oddsHash: game.oddsHash },
      }),
    },
  ];
}

function ending(
  game: CheckedGame,
  play: () => Replayed,
  checkMoney: () => Mismatch | null,
): Turn<PlayedCheck>[] {
  let replay: Replay;
  return [
    {
      name: 'outcome',
      check: () => {
        const replayed = byTable<Replayed>(play, (found) => ({ ok: false, mismatch: found }));
        if (!replayed.ok) return replayed.mismatch;
        replay = replayed.replay;
        return checkOutcome(game, replay);
      },
      held: () => ({
        detail: `Played again, it comes out the same, in ${replay.steps.length} steps.`,
        facts: { steps: replay.steps.length },
      }),
    },
    {
      name: 'payout',
      check: () => checkPayout(game, replay) ?? checkMoney(),
      held: () => ({
        detail: `It cost ${game.betCoins} coins and paid ${game.payoutCoins}.`,
        facts: { betCoins: game.betCoins, payoutCoins: game.payoutCoins },
      }),
    },
  ];
}

function checkSeeds({ proof }: PairGame): Mismatch | null {
  const { serverSeed = null, serverSeedHash } = proof;
  if (serverSeed === null) return mismatch('proof.serverSeed', 'is not revealed yet');
  const own = sha256Hex(serverSeed);
  return own === serverSeedHash
    ? null
    : mismatch('proof.serverSeed', `its SHA-256 is ${own}, not the published ${serverSeedHash}`);
}
