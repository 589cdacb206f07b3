import { count } from '../measures.ts';
import { arrive } from '../run.ts';
import { SETTINGS } from '../settings.ts';
import { TableWatch } from './tableWatch.ts';

/** Spectators of one virtual user, who all read the state. */
export class Watchers {
  readonly #watches: TableWatch[] = [];

  async sit(places: readonly number[], countOfAll: number): Promise<void> {
    await arrive(places, countOfAll, async (place) => {
      const watch = new TableWatch(SETTINGS.tables[place % SETTINGS.tables.length]!);
      const seated = await watch.open();
      count(seated ? 'players_seated' : 'players_unseated');
      this.#watches.push(watch);
    });
  }

  async leave(): Promise<void> {
    await Promise.all(this.#watches.map((watch) => watch.end()));
  }
}
