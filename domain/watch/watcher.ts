import type { TableRules } from '../crash/tables.data.ts';
import type { EventDraft } from '../events/event.ts';
import type { GachaBanner } from '../gacha/banner.ts';
import { isEpicOrBetter } from '../gacha/rarity.ts';
import type { RpsOdds } from '../rps/odds.ts';
import type { SlotMachine } from '../slots/machine.ts';
import type { WatchPlan } from './plan.ts';
import {
  CRASH_HIT_HUNDREDTHS,
  crashGame,
  gachaGame,
  rpsGame,
  slotsGame,
  type WatchedGame,
  type WatchedMachine,
} from './plans.ts';
import { type WatchDelta, WatchTally } from './tally.ts';

interface Watched<Game extends WatchedGame = WatchedGame> {
  game: Game;
  tally: WatchTally;
}

/** Every game that is played by a member, and what its events have added to the tests since it last told. */
export class ReturnWatcher {
  readonly #tables: ReadonlyMap<string, Watched>;
  readonly #machines: ReadonlyMap<string, Watched<WatchedMachine>>;
  readonly #banners: ReadonlyMap<string, Watched>;
  readonly #rps: Watched;
  readonly #all: readonly Watched[];

  constructor(odds: {
    tables: Iterable<Pick<TableRules, 'table' | 'edgePercent'>>;
    machines: Iterable<SlotMachine>;
    banners: Iterable<GachaBanner>;
    rps: RpsOdds;
  }) {
    this.#tables = watched([...odds.tables].map(crashGame));
    this.#machines = watched([...odds.machines].map(slotsGame));
    this.#banners = watched([...odds.banners].map(gachaGame));
    this.#rps = watch(rpsGame(odds.rps));
    this.#all = [...this.#tables.values(), ...this.#machines.values(), ...this.#banners.values(), this.#rps];
  }

  /** What is tested. */
  get plans(): WatchPlan[] {
    return this.#all.map(({ game }) => game.plan);
  }

  /** Takes what an event says about a return; of other events nothing. */
  observe(event: EventDraft): void {
    switch (event.type) {
      case 'slots.spin':
        this.#spin(event.data);
        break;
      case 'rps.throw':
        this.#throw(event.data);
        break;
      case 'gacha.pull':
        this.#pull(event.data);
        break;
      case 'crash.bust':
        this.#bust(event.data);
        break;
    }
  }

  /** What was observed since the last time. */
  take(): WatchDelta[] {
    return this.#all.map(({ tally }) => tally.take()).filter((delta) => delta !== null);
  }

  /** Takes back what could not be stored. */
  putBack(deltas: readonly WatchDelta[]): void {
    for (const delta of deltas) {
      this.#all.find(({ tally }) => tally.plan === delta.plan)!.tally.putBack(delta);
    }
  }

  #spin({ machine, betCoins, payoutCoins, streakBefore }: EventDraft<'slots.spin'>['data']): void {
    const found = this.#machines.get(machine);
    if (found === undefined) return;
    const { returnByStreak, most } = found.game;
    const expected =
      returnByStreak === null ? most : returnByStreak[Math.min(streakBefore, returnByStreak.length - 1)]!;
    found.tally.observe(betCoins, payoutCoins, expected, expected);
    found.tally.observeHit(payoutCoins > 0);
  }

  #throw({ betCoins, payoutCoins }: EventDraft<'rps.throw'>['data']): void {
    const { least, most } = this.#rps.game;
    this.#rps.tally.observe(betCoins, payoutCoins, least, most);
  }

  /** Guaranteed pulls are Epic or better without luck: where one is not, everything of that kind is sold out (GA6). */
  #pull({ banner, rarities, forced }: EventDraft<'gacha.pull'>['data']): void {
    const found = this.#banners.get(banner);
    if (found === undefined) return;
    const { least, most } = found.game;
    let epics = 0;
    for (const rarity of rarities) if (isEpicOrBetter(rarity)) epics += 1;
    const byLuck = Math.max(0, epics - forced);
    for (let pull = 0; pull < rarities.length - forced; pull += 1) {
      found.tally.observe(1, pull < byLuck ? 1 : 0, least, most);
    }
  }

  /** A round is one unit, however many bets it had: they share their luck. Without any it still was a hit or not. */
  #bust({ table, bustHundredths, stakedCoins, paidCoins }: EventDraft<'crash.bust'>['data']): void {
    const found = this.#tables.get(table);
    if (found === undefined) return;
    const { least, most } = found.game;
    if (stakedCoins > 0) found.tally.observe(stakedCoins, paidCoins, least, most);
    found.tally.observeHit(bustHundredths >= CRASH_HIT_HUNDREDTHS);
  }
}

function watch<Game extends WatchedGame>(game: Game): Watched<Game> {
  return { game, tally: new WatchTally(game.plan) };
}

function watched<Game extends WatchedGame>(games: readonly Game[]): Map<string, Watched<Game>> {
  return new Map(games.map((game) => [game.plan.variant, watch(game)]));
}
