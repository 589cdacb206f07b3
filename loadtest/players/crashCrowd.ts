import { accountAt } from '../accounts.ts';
import { arrive, ownPlaces, untilOver } from '../run.ts';
import { SETTINGS } from '../settings.ts';
import { CrashPlayer } from './crashPlayer.ts';
import { TableWatch } from './tableWatch.ts';

/** By the tables that come with the game; 1 coin is no stake anywhere. */
const STAKES_COINS: Record<string, number> = { high: 10_000 };
const USUAL_STAKE_COINS = 100;

/** The crash players of one virtual user, and one watcher a table, who tells them what it does. */
export class CrashCrowd {
  readonly #watches = new Map<string, TableWatch>();
  readonly #seated = new Map<string, CrashPlayer[]>();

  constructor() {
    for (const table of SETTINGS.tables) {
      this.#seated.set(table, []);
      const watch = new TableWatch(table, {
        onOpen: (game, endsAtMs) => {
          for (const player of this.#at(table)) player.play(game, endsAtMs);
        },
        onLaunch: (_game, launchedAtMs) => {
          for (const player of this.#at(table)) player.launch(launchedAtMs);
        },
      });
      this.#watches.set(table, watch);
    }
  }

  /** Each plays from the round on that is open when it is seated, or from the next. */
  async sit(places: readonly number[], count: number): Promise<void> {
    await Promise.all([...this.#watches.values()].map((watch) => watch.open()));
    await arrive(places, count, async (place) => {
      const table = SETTINGS.tables[place % SETTINGS.tables.length]!;
      const stakeCoins = STAKES_COINS[table] ?? USUAL_STAKE_COINS;
      const player = new CrashPlayer(place, accountAt(place), table, stakeCoins);
      if (!(await player.sit())) return;
      this.#at(table).push(player);
      const betting = this.#watches.get(table)!.betting;
      if (betting !== null) player.play(betting.game, betting.endsAtMs);
    });
  }

  get players(): CrashPlayer[] {
    return [...this.#seated.values()].flat();
  }

  async leave(): Promise<void> {
    await Promise.all([...this.#watches.values()].map((watch) => watch.end()));
    await Promise.all(this.players.map((player) => player.leave()));
  }

  #at(table: string): CrashPlayer[] {
    return this.#seated.get(table)!;
  }
}

/** All players of the run at crash tables, and nobody else. */
export async function playCrash(): Promise<void> {
  const crowd = new CrashCrowd();
  await crowd.sit(ownPlaces(SETTINGS.players), SETTINGS.players);
  await untilOver();
  await crowd.leave();
}
