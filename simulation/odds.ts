import type { GachaBanner } from '../domain/gacha/banner.ts';
import starlight from '../domain/gacha/starlight.data.ts';
import { type LoadedOdds, oddsHash } from '../domain/games/odds.ts';
import rps from '../domain/rps/rps.data.ts';
import cascade5 from '../domain/slots/cascade5.data.ts';
import type { SlotMachine } from '../domain/slots/machine.ts';
import neon3 from '../domain/slots/neon3.data.ts';

/** Little enough of the limited items that they run out, and windows that pass within a run. */
const banner: GachaBanner = {
  ...starlight,
  costCoins: { 1: 100, 10: 1_000 },
  pityAt: 12,
  dailyPulls: { STANDARD: 60, PREMIUM: 60, VIP: 60 },
  items: starlight.items.map((item) => (item.stock === undefined ? item : { ...item, stock: 3 })),
};
const hands = { ...rps, match: { ...rps.match, commitWithinMs: 6_000, revealWithinMs: 5_000 } };

function loaded<Odds extends Parameters<typeof oddsHash>[0]>(odds: Odds): LoadedOdds<Odds> {
  return { odds, oddsHash: oddsHash(odds) };
}

/** What the session rooms are played by here: the shipped tables, made scarcer. */
export const ODDS = {
  machines: new Map<string, LoadedOdds<SlotMachine>>([
    ['neon3', loaded(neon3)],
    ['cascade5', loaded(cascade5)],
  ]),
  banners: new Map<string, LoadedOdds<GachaBanner>>([['starlight', loaded(banner)]]),
  rps: loaded(hands),
};

export function oddsOf(hash: string): unknown {
  const all = [...ODDS.machines.values(), ...ODDS.banners.values(), ODDS.rps];
  return all.find((each) => each.oddsHash === hash)?.odds;
}
