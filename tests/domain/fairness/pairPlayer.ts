import { sha256Hex } from '../../../domain/fairness/sha256.ts';
import type { GachaBanner } from '../../../domain/gacha/banner.ts';
import { limitedItems } from '../../../domain/gacha/drawPulls.ts';
import { pull } from '../../../domain/gacha/pull.ts';
import type { GachaState } from '../../../domain/gacha/state.ts';
import { oddsHash } from '../../../domain/games/odds.ts';
import type { Played } from '../../../domain/games/played.ts';
import type { PlayedGame } from '../../../domain/games/records.ts';
import { type PlayedStep, playedSteps } from '../../../domain/games/steps.ts';
import type { Hand } from '../../../domain/protocol/rps.ts';
import type { RpsOdds } from '../../../domain/rps/odds.ts';
import { throwHand } from '../../../domain/rps/throw.ts';
import type { SlotMachine } from '../../../domain/slots/machine.ts';
import { spin } from '../../../domain/slots/spin.ts';
import { streakScope } from '../../../domain/slots/streak.ts';

export type RecalledGame = PlayedGame & { playerId: string; steps: PlayedStep[] };

const DAY_MS = 86_400_000;

/** Plays as the rooms do, without them, and keeps what `GET /api/games/{gameId}` would answer. */
export class PairPlayer {
  readonly playerId = 'ada';
  readonly games: RecalledGame[] = [];
  /** Of limited items, whatever pulls took: tests set it. */
  readonly left = new Map<string, number>();
  #pair = 0;
  #nonce = 0;
  #balanceCoins = 1_000_000_000;
  #atMs = Date.UTC(2026, 10, 21);
  readonly #streaks = new Map<string, number>();
  #state: GachaState | null = null;
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** The next game is the first one of another pair. */
  rotate(): void {
    this.#pair += 1;
    this.#nonce = 0;
  }

  /** The games of each pair, oldest first. */
  pairs(): RecalledGame[][] {
    return [...Map.groupBy(this.games, (game) => (game.proof as { pairId: string }).pairId).values()];
  }

  spin(machine: SlotMachine, betCoins: number): RecalledGame {
    const scope = streakScope(machine, betCoins) ?? '';
    const played = spin(machine, this.#draw(), betCoins, this.#streaks.get(scope) ?? 0);
    this.#streaks.set(scope, played.outcome.streak);
    return this.#record('slots', machine.machine, machine, played);
  }

  pull(banner: GachaBanner, count: 1 | 10): RecalledGame {
    // A day a pull: what is used of a day is no matter of fairness.
    this.#atMs += DAY_MS;
    const left = new Map(limitedItems(banner).map((item) => [item, this.left.get(item) ?? 1_000]));
    const request = { count, dailyLimit: 3, nowMs: this.#atMs };
    const pulled = pull(banner, this.#draw(), request, { state: this.#state, left });
    if (!pulled.ok) throw new Error(pulled.error.code);
    const { state, stock: _, dailyResetsAtMs: __, dailyRemaining, ...played } = pulled.value;
    this.#state = state;
    const inputs = { ...played.inputs, dailyRemaining };
    return this.#record('gacha', banner.banner, banner, { ...played, inputs });
  }

  throwHand(odds: RpsOdds, betCoins: number, hand: Hand): RecalledGame {
    return this.#record('rps', 'house', odds, throwHand(odds, this.#draw(), { betCoins, hand }));
  }

  #draw() {
    const serverSeed = sha256Hex(`${this.#seed} server ${this.#pair}`);
    return { serverSeed, clientSeed: `${this.#seed} client ${this.#pair}`, nonce: this.#nonce };
  }

  #record(
    game: 'slots' | 'gacha' | 'rps',
    variant: string,
    odds: SlotMachine | GachaBanner | RpsOdds,
    { betCoins, payoutCoins, inputs, outcome, tally }: Played<unknown>,
  ): RecalledGame {
    const { serverSeed, clientSeed, nonce } = this.#draw();
    const netCoins = payoutCoins - betCoins;
    const played: PlayedGame = {
      gameId: sha256Hex(`${this.#seed} game ${this.games.length}`).slice(0, 32),
      game,
      variant,
      startedAtMs: this.#atMs,
      endedAtMs: this.#atMs + 3,
      betCoins,
      payoutCoins,
      netCoins,
      balanceBeforeCoins: this.#balanceCoins,
      balanceAfterCoins: this.#balanceCoins + netCoins,
      oddsHash: oddsHash(odds),
      tally,
      proof: {
        pairId: `pair-${this.#pair}`,
        serverSeedHash: sha256Hex(serverSeed),
        serverSeed,
        clientSeed,
        nonce,
        inputs,
      },
      outcome,
    };
    this.#balanceCoins += netCoins;
    this.#nonce += 1;
    // As it comes over the wire.
    const answer = { ...played, playerId: this.playerId, steps: playedSteps(played) };
    const recalled = JSON.parse(JSON.stringify(answer)) as RecalledGame;
    this.games.push(recalled);
    return recalled;
  }
}
