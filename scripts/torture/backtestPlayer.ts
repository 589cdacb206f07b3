import { setTimeout as pause } from 'node:timers/promises';
import { type Fairground, FairgroundError } from '../../client/sdk/index.ts';
import { AWAY } from '../../tests/simulation/simulatedPlayer.ts';
import { CROSSING } from '../../tests/support/crossing.ts';
import type { Told } from './told.ts';

const REST_MS = 2_000;
const YEAR_MS = 365 * 86_400_000;

/** Orders what its credits pay, each with a key until it is told of its job. */
export class BacktestPlayer {
  readonly #fairground: Fairground;
  readonly #told: Told;
  #stopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(fairground: Fairground, told: Told) {
    this.#fairground = fairground;
    this.#told = told;
  }

  start(): void {
    this.#running = this.#loop();
  }

  async finish(): Promise<void> {
    this.#stopping = true;
    await this.#running;
    await this.#fairground.close();
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      try {
        await this.#order(crypto.randomUUID());
      } catch (error) {
        if (!(error instanceof FairgroundError)) throw error;
        if (error.code === 'insufficient_funds') return;
        if (!AWAY.includes(error.code) && error.code !== 'limit_exceeded') throw error;
      }
      await pause(REST_MS);
    }
  }

  async #order(key: string): Promise<void> {
    const { items } = await this.#fairground.datasets.list();
    const data = items[0];
    if (data === undefined) return;
    const span = { fromMs: data.toMs - YEAR_MS, toMs: data.toMs };
    const { jobId } = await this.#fairground.backtests.submit({
      ...{ key, strategy: CROSSING, dataset: data.id },
      ...span,
    });
    this.#told.jobs.push({ playerId: this.#fairground.player.value!.id, jobId });
  }
}
