import { setTimeout as pause } from 'node:timers/promises';
import { type Fairground, FairgroundError } from '../../client/sdk/index.ts';
import { HANDS } from '../../domain/protocol/rps.ts';
import { newGuest } from './newGuest.ts';
import { pagesOf } from './pagesOf.ts';

/** What the server told a player of one game; the same key must give the same for ever. */
export interface AcknowledgedGame {
  key: string;
  gameId: string;
  nonce: number;
  balanceCoins: number;
}

const GAMES = ['slots', 'gacha', 'rps'] as const;
/** Refusals that are fair here, and an answer that did not come in a minute; anything else is a defect. */
const EXPECTED = new Set(['insufficient_funds', 'outcome_unknown']);

/** A guest who plays one of the three games as fast as it is answered, repeats keys and rotates its seeds. */
export class SessionPlayer {
  readonly fairground: Fairground;
  readonly playerId: string;
  readonly acknowledged: AcknowledgedGame[] = [];
  /** Games that were answered or fairly refused. */
  turns = 0;
  /** Those of them that were answered, or fairly refused, and not left open. */
  answered = 0;
  /** Keys whose repeat was answered with another game. */
  readonly changed: string[] = [];
  /** By pair: how many games it had when it was revealed. */
  readonly revealed = new Map<string, number>();
  readonly #random: () => number;
  readonly #play: (key: string, random: number) => Promise<Omit<AcknowledgedGame, 'key'>>;
  /** Pulls win nothing back: with shorter rests the coins would not last. */
  readonly #restMs: number;
  readonly #expected: ReadonlySet<string>;
  #stopping = false;
  #running: Promise<void> = Promise.resolve();

  /** @param index draws the game */
  constructor(
    fairground: Fairground,
    random: () => number,
    index: number,
    { alsoExpected = [], restMs }: { alsoExpected?: readonly string[]; restMs?: number } = {},
  ) {
    this.#expected = new Set([...EXPECTED, ...alsoExpected]);
    this.playerId = fairground.player.value!.id;
    this.fairground = fairground;
    this.#random = random;
    const game = GAMES[index % GAMES.length]!;
    this.#play = playOf(fairground, game);
    this.#restMs = restMs ?? (game === 'gacha' ? 150 : 20);
  }

  static async join(url: string, random: () => number, index: number): Promise<SessionPlayer> {
    const fairground = await newGuest(url);
    return new SessionPlayer(fairground, random, index);
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** Makes its last game's fate known, then leaves. Throws what the server should not have answered. */
  async finish(): Promise<void> {
    this.#stopping = true;
    await this.#running;
    await this.fairground.close();
  }

  history() {
    return pagesOf((page) => this.fairground.history(page));
  }

  sessions() {
    return pagesOf((page) => this.fairground.sessions(page));
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      try {
        await this.#next();
        this.answered += 1;
      } catch (error) {
        if (!(error instanceof FairgroundError) || !this.#expected.has(error.code)) throw error;
        if (error.code === 'insufficient_funds') this.answered += 1;
      }
      this.turns += 1;
      await pause(this.#random() * this.#restMs);
    }
  }

  async #next(): Promise<void> {
    const key = crypto.randomUUID();
    const drawn = this.#random();
    const { gameId, nonce, balanceCoins } = await this.#play(key, drawn);
    const game = { key, gameId, nonce, balanceCoins };
    this.acknowledged.push(game);
    if (this.#random() < 0.1) {
      const again = await this.#play(key, drawn);
      if (again.gameId !== gameId || again.nonce !== nonce || again.balanceCoins !== balanceCoins) {
        this.changed.push(key);
      }
    }
    if (this.#random() < 0.03) await this.#rotate();
  }

  async #rotate(): Promise<void> {
    try {
      const { revealed } = await this.fairground.rotateSeeds(`kept ${Math.floor(this.#random() * 1e9)}`);
      this.revealed.set(revealed.pairId, revealed.gameCount);
    } catch (error) {
      // Lost with the server: whether it was done is seen later.
      if (!(error instanceof FairgroundError) || error.code !== 'unreachable') throw error;
    }
  }
}

function playOf(fairground: Fairground, game: (typeof GAMES)[number]) {
  switch (game) {
    case 'slots':
      return (key: string) => fairground.slots('neon3').spin(100, key);
    case 'gacha':
      return (key: string, random: number) => fairground.gacha('small').pull(random < 0.05 ? 10 : 1, key);
    case 'rps':
      return (key: string, random: number) =>
        fairground.rps().throwHand(200, HANDS[Math.floor(random * HANDS.length)]!, key);
  }
}
