import type { JsonValue } from '../canonicalJson.ts';
import type { GachaBanner } from '../gacha/banner.ts';
import { replayPull } from '../gacha/replay.ts';
import { oddsHash } from '../games/odds.ts';
import type { Played } from '../games/played.ts';
import { gachaSteps, type PlayedStep, rpsSteps, slotsSteps } from '../games/steps.ts';
import type { Hand } from '../protocol/rps.ts';
import type { RpsOdds } from '../rps/odds.ts';
import { checkBet as checkThrow, throwHand } from '../rps/throw.ts';
import { MOST_FREE_SPINS } from '../slots/checkStrips.ts';
import type { SlotMachine } from '../slots/machine.ts';
import { checkBet as checkSpin, spin } from '../slots/spin.ts';
import { hasStreak, isStreak } from '../slots/streak.ts';
import type { SeedPair } from './draw.ts';
import { firstDifference } from './firstDifference.ts';
import { isObject, natural } from './form.ts';
import { type Mismatch, mismatch } from './mismatch.ts';
import type { CheckedGame, PairGame } from './playedForm.ts';

/** A game as it must have been. */
export interface Replay {
  played: Played<unknown>;
  steps: PlayedStep[];
}

export type Replayed = { ok: true; replay: Replay } | { ok: false; mismatch: Mismatch };

/** That this is the table whose hash was recorded, and one of the game and variant. The table may be any JSON. */
export function checkOdds(game: CheckedGame, odds: unknown): Mismatch | null {
  if (!isObject(odds)) return mismatch('oddsHash', 'there is no odds table with this hash');
  const given = oddsHash(odds as JsonValue);
  if (given !== game.oddsHash) return mismatch('oddsHash', `is not the hash of the odds table, ${given}`);
  const table = odds as { game?: unknown; machine?: unknown; banner?: unknown };
  const { name, variant } = {
    slots: { name: 'slots', variant: table.machine },
    gacha: { name: 'gacha', variant: table.banner },
    rps: { name: 'rps', variant: 'house' },
    rps_match: { name: 'rps', variant: 'match' },
  }[game.game];
  if (table.game !== name) return mismatch('game', `the odds table is one of ${JSON.stringify(table.game)}`);
  return game.variant === variant ? null : mismatch('variant', `should be ${JSON.stringify(variant)}`);
}

/** Plays a game again from its seeds, bet and recorded inputs. */
export function replayGame(game: PairGame, serverSeed: string, odds: unknown): Replayed {
  const { clientSeed, nonce } = game.proof;
  const draw = { serverSeed, clientSeed, nonce };
  switch (game.game) {
    case 'slots':
      return replaySpin(game, odds as SlotMachine, draw);
    case 'gacha':
      return replayPulls(game, odds as GachaBanner, draw);
    case 'rps':
      return replayThrow(game, odds as RpsOdds, draw);
  }
}

/**
 * What `work` computes by an odds table. A table has the recorded hash, and may be such as nobody can play by all the
 * same: it came over the wire. Not checked by the rules for new tables, since those may be others by now.
 */
export function byTable<T>(work: () => T, unplayable: (found: Mismatch) => T): T {
  try {
    return work();
  } catch (error) {
    return unplayable(
      mismatch('oddsHash', `nobody can play this game by its table: ${(error as Error).message}`),
    );
  }
}

function replaySpin(game: PairGame, machine: SlotMachine, draw: SeedPair): Replayed {
  if (!checkSpin(machine, game.betCoins).ok) return wrong('betCoins', 'is no stake of this machine');
  // A table of somebody's own could keep the verifier busy for ever.
  if (machine.kind === 'strips' && !(machine.freeSpins.mostSpins <= MOST_FREE_SPINS)) {
    return wrong('oddsHash', 'nobody can play this game by its table: it has too many free spins');
  }
  const { streak = 0 } = game.proof.inputs as { streak?: unknown };
  if (!isStreak(streak)) return wrong('proof.inputs.streak', 'is not a whole number of wins');
  const played = spin(machine, draw, game.betCoins, hasStreak(machine) ? streak : 0);
  return { ok: true, replay: { played, steps: slotsSteps(played.outcome) } };
}

function replayPulls(game: PairGame, banner: GachaBanner, draw: SeedPair): Replayed {
  const played = replayPull(banner, draw, game.proof.inputs);
  if (played === null) return wrong('proof.inputs', 'are none that a pull of this banner can have');
  const replay = { played, steps: gachaSteps(played.outcome) };
  // Recorded for the answer of a repeated key; no outcome depends on it.
  const { dailyRemaining } = game.proof.inputs as { dailyRemaining?: number };
  if (dailyRemaining === undefined) return { ok: true, replay };
  if (!natural(dailyRemaining)) return wrong('proof.inputs.dailyRemaining', 'is not a whole number');
  const inputs = { ...played.inputs, dailyRemaining };
  return { ok: true, replay: { ...replay, played: { ...played, inputs } } };
}

function replayThrow(game: PairGame, odds: RpsOdds, draw: SeedPair): Replayed {
  const { betCoins, proof } = game;
  if (!checkThrow(odds, betCoins).ok) return wrong('betCoins', 'is no stake of this table');
  const { hand } = proof.inputs as { hand?: unknown };
  if (!odds.hands.includes(hand as string)) return wrong('proof.inputs.hand', 'is no hand of the table');
  const played = throwHand(odds, draw, { betCoins, hand: hand as Hand });
  return { ok: true, replay: { played, steps: rpsSteps(played.outcome) } };
}

/** That inputs and outcome are those of the replay. */
export function checkOutcome(game: CheckedGame, { played, steps }: Replay): Mismatch | null {
  return (
    firstDifference('proof.inputs', game.proof.inputs, played.inputs) ??
    firstDifference('outcome', game.outcome, played.outcome) ??
    firstDifference('tally', game.tally, played.tally) ??
    (game.steps === undefined ? null : firstDifference('steps', game.steps, steps))
  );
}

/** That it cost and paid what the replay says. */
export function checkPayout(game: CheckedGame, { played }: Replay): Mismatch | null {
  return (
    firstDifference('betCoins', game.betCoins, played.betCoins) ??
    firstDifference('payoutCoins', game.payoutCoins, played.payoutCoins) ??
    firstDifference('netCoins', game.netCoins, played.payoutCoins - played.betCoins)
  );
}

function wrong(field: string, reason: string): Replayed {
  return { ok: false, mismatch: mismatch(field, reason) };
}
