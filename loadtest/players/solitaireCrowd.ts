import { accountAt } from '../accounts.ts';
import { countNow } from '../measures.ts';
import { arrive, givesUpAtMs, isOver, ownPlaces, pause } from '../run.ts';
import { SETTINGS } from '../settings.ts';
import { type Solitaire, SolitairePlayer } from './solitaire.ts';

const TICK_MS = 5;
/** More of a tick's games than this were not played because this process was late, not because nobody was free. */
const MOST_OWED_MS = 250;

/** Players of one virtual user at games of their own, who play so many games a second together, in turn. */
export class SolitaireCrowd<Answer> {
  readonly players: SolitairePlayer<Answer>[] = [];
  readonly #game: Solitaire<Answer>;
  readonly #perSecond: number;

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
    const free = [...this.players];
    let busy = 0;
    const playWith = (player: SolitairePlayer<Answer>) => {
      busy += 1;
      player.play(() => {
        busy -= 1;
        if (!player.isDone) free.push(player);
      });
    };
    await this.#paced((games) => {
      const nowMs = Date.now();
      for (; games > 0 && free.length > 0; games -= 1) playWith(free.shift()!);
      countNow('games_late', nowMs, games);
    });
    while (busy > 0 && Date.now() < givesUpAtMs()) await pause(TICK_MS);
  }

  /** Asks for so many games at each tick of a clock, until the run is over. */
  #paced(ask: (games: number) => void): Promise<void> {
    const mostOwedMs = Math.max(MOST_OWED_MS, 1_000 / this.#perSecond);
    return new Promise((resolve) => {
      let lastAtMs = Date.now();
      let owedMs = 0;
      const timer = setInterval(() => {
        const nowMs = Date.now();
        owedMs = Math.min(owedMs + nowMs - lastAtMs, mostOwedMs);
        lastAtMs = nowMs;
        const games = Math.floor((owedMs * this.#perSecond) / 1_000);
        owedMs -= (games * 1_000) / this.#perSecond;
        if (games > 0) ask(games);
        if (!isOver()) return;
        clearInterval(timer);
        resolve();
      }, TICK_MS);
    });
  }

  async leave(): Promise<void> {
    await Promise.all(this.players.map((player) => player.leave()));
  }
}

/** All players of the run at this game, and nobody else. */
export async function playAlone<Answer>(game: Solitaire<Answer>): Promise<void> {
  const crowd = new SolitaireCrowd(game, SETTINGS.gamesPerSecond / SETTINGS.virtualUsers);
  await crowd.sit(ownPlaces(SETTINGS.players), SETTINGS.players);
  await crowd.play();
  await crowd.leave();
}
