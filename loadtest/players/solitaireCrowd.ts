import { accountAt } from '../accounts.ts';
import { countNow } from '../measures.ts';
import { arrive, givesUpAtMs, isOver, pause } from '../run.ts';
import { type Solitaire, SolitairePlayer } from './solitaire.ts';

const TICK_MS = 5;
/** More of a tick's games than this were not played because this process was late, not because nobody was free. */
const MOST_OWED_MS = 250;

/** Players of one virtual user at games of their own, who play so many games a second together, in turn. */
export class SolitaireCrowd<Answer> {
  readonly players: SolitairePlayer<Answer>[] = [];
  readonly #game: Solitaire<Answer>;
  readonly #perSecond: number;
  #next = 0;

  constructor(game: Solitaire<Answer>, perSecond: number) {
    this.#game = game;
    this.#perSecond = perSecond;
  }

  async sit(places: readonly number[], count: number): Promise<void> {
    await arrive(places, count, async (place) => {
      const player = new SolitairePlayer(this.#game, accountAt(place));
      if (await player.sit()) this.players.push(player);
    });
  }

  /** Until the run is over and everybody has the answers to what they asked. */
  async play(): Promise<void> {
    await new Promise<void>((resolve) => {
      let lastAtMs = Date.now();
      let owed = 0;
      const mostOwedMs = Math.max(MOST_OWED_MS, 1_000 / this.#perSecond);
      const timer = setInterval(() => {
        const nowMs = Date.now();
        owed = Math.min(owed + nowMs - lastAtMs, mostOwedMs);
        lastAtMs = nowMs;
        for (; owed * this.#perSecond >= 1_000; owed -= 1_000 / this.#perSecond) {
          const player = this.#free();
          if (player === null) countNow('games_late', nowMs);
          else void player.play();
        }
        if (!isOver()) return;
        clearInterval(timer);
        resolve();
      }, TICK_MS);
    });
    while (this.players.some(({ isBusy }) => isBusy) && Date.now() < givesUpAtMs()) await pause(TICK_MS);
  }

  async leave(): Promise<void> {
    await Promise.all(this.players.map((player) => player.leave()));
  }

  #free(): SolitairePlayer<Answer> | null {
    const { players } = this;
    for (let tries = 0; tries < players.length; tries += 1) {
      const player = players[this.#next++ % players.length]!;
      if (player.isFree) return player;
    }
    return null;
  }
}
