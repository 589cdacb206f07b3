import type { GachaOutcome, PulledItem } from '../protocol/gacha.ts';
import type { Hand, RpsOutcome } from '../protocol/rps.ts';
import type { SlotsOutcome, SlotTurn } from '../protocol/slots.ts';
import type { MatchInputs, MatchOutcome } from '../rps/ending.ts';
import type { PlayedGame } from './records.ts';

/** What happened in a game, in order, as it is recalled: no more than inputs and outcome have, as a list. */
export type PlayedStep =
  | ({ type: 'spin' | 'freeSpin' } & SlotTurn)
  | ({ type: 'pull' } & PulledItem)
  | ({ type: 'throw' } & RpsOutcome)
  | { type: 'commit'; playerId: string; commit: string }
  | { type: 'reveal'; playerId: string; hand: Hand; salt: string }
  | ({ type: 'result' } & MatchOutcome);

/** Of a game that our own rooms recorded. */
export function playedSteps(game: PlayedGame): PlayedStep[] {
  switch (game.game) {
    case 'slots':
      return slotsSteps(game.outcome as SlotsOutcome);
    case 'gacha':
      return gachaSteps(game.outcome as GachaOutcome);
    case 'rps':
      return rpsSteps(game.outcome as RpsOutcome);
    case 'rps_match':
      return matchSteps(game.proof.inputs as MatchInputs, game.outcome as MatchOutcome);
  }
}

export function slotsSteps({ turns }: SlotsOutcome): PlayedStep[] {
  return turns.map((turn, index) => ({ type: index === 0 ? 'spin' : 'freeSpin', ...turn }));
}

export function gachaSteps({ items }: GachaOutcome): PlayedStep[] {
  return items.map((item) => ({ type: 'pull', ...item }));
}

export function rpsSteps(outcome: RpsOutcome): PlayedStep[] {
  return [{ type: 'throw', ...outcome }];
}

export function matchSteps({ players }: MatchInputs, outcome: MatchOutcome): PlayedStep[] {
  const commits: PlayedStep[] = [];
  const reveals: PlayedStep[] = [];
  for (const { playerId, commit, hand, salt } of players) {
    if (commit !== null) commits.push({ type: 'commit', playerId, commit });
    if (hand !== null && salt !== null) reveals.push({ type: 'reveal', playerId, hand, salt });
  }
  return [...commits, ...reveals, { type: 'result', ...outcome }];
}
