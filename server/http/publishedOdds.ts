import { crashOdds, crashReturnToPlayer } from '../../domain/crash/odds.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import type { GachaBanner } from '../../domain/gacha/banner.ts';
import { describeBanner } from '../../domain/gacha/disclosure.ts';
import { type LoadedOdds, oddsHash } from '../../domain/games/odds.ts';
import type { RpsOdds } from '../../domain/rps/odds.ts';
import { rpsReturnToPlayer } from '../../domain/rps/throw.ts';
import { describeOdds } from '../../domain/slots/expectedReturn.ts';
import type { SlotMachine } from '../../domain/slots/machine.ts';

/** The items of `GET /api/odds`: each odds table with its hash and what is computed from it. */

export function publishCrashTable(rules: TableRules) {
  const odds = crashOdds(rules);
  const { game, table } = odds;
  return { game, table, odds, oddsHash: oddsHash(odds), ...returns(crashReturnToPlayer(rules.edgePercent)) };
}

/** Up to a second of work: once a start, before anybody is served. */
export function publishMachine({ odds, oddsHash: hash }: LoadedOdds<SlotMachine>) {
  const { game, machine } = odds;
  return { game, machine, odds, oddsHash: hash, ...describeOdds(odds) };
}

/** What is pulled is no money: a banner has rates instead of a return. */
export function publishBanner({ odds, oddsHash: hash }: LoadedOdds<GachaBanner>) {
  const { game, banner } = odds;
  return { game, banner, odds, oddsHash: hash, disclosure: describeBanner(odds) };
}

export function publishRps({ odds, oddsHash: hash }: LoadedOdds<RpsOdds>) {
  return { game: odds.game, odds, oddsHash: hash, ...returns(rpsReturnToPlayer(odds)) };
}

function returns({ numerator, denominator }: { numerator: number; denominator: number }) {
  return { returnToPlayer: numerator / denominator, returnToPlayerExact: `${numerator}/${denominator}` };
}
