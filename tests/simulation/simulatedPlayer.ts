import { type CrashTable, type Fairground, FairgroundError } from '../../client/sdk/index.ts';
import { newGuest } from './newGuest.ts';

/** What the server told players it had done. By bet id, across all players. */
export interface Acknowledged {
  bets: Map<string, { playerId: string; amountCoins: number; game: number }>;
  cashouts: Map<string, { payoutCoins: number; atHundredths: number }>;
  cancels: Map<string, { playerId: string }>;
}

/** Codes that a fair refusal or a lost round may carry; anything else is a defect of the server. */
const EXPECTED = new Set([
  'round_closed',
  'too_late',
  'no_active_bet',
  'already_bet',
  'insufficient_funds',
  'outcome_unknown',
]);

/** Where the network or the database is away for longer than the SDK asks again, it says so. */
export const AWAY: readonly string[] = ['store_unavailable', 'busy', 'unreachable', 'fenced'];

/** A guest who bets in every round it can, by target or by hand, and now and then thinks better of it. */
export class SimulatedPlayer {
  readonly fairground: Fairground;
  readonly #table: CrashTable;
  readonly #random: () => number;
  readonly #acknowledged: Acknowledged;
  readonly #expected: ReadonlySet<string>;
  #stopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    fairground: Fairground,
    table: CrashTable,
    random: () => number,
    log: Acknowledged,
    alsoExpected: readonly string[] = [],
  ) {
    this.#expected = new Set([...EXPECTED, ...alsoExpected]);
    this.fairground = fairground;
    this.#table = table;
    this.#random = random;
    this.#acknowledged = log;
  }

  static async join(
    url: string,
    table: string,
    random: () => number,
    acknowledged: Acknowledged,
  ): Promise<SimulatedPlayer> {
    const fairground = await newGuest(url);
    const seat = await fairground.crash(table).joined();
    return new SimulatedPlayer(fairground, seat, random, acknowledged);
  }

  /** Its seat at the table is connected. */
  readonly isLive = (): boolean => this.#table.status.value.state === 'live';

  start(): void {
    this.#running = this.#play();
  }

  /** Makes its last bet's fate known, then rests. Throws what the server should not have answered. */
  async finish(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  async #play(): Promise<void> {
    let played = 0;
    while (!this.#stopping) {
      await pause(10);
      const state = this.#table.state.value;
      if (state?.phase !== 'betting' || state.game === played) continue;
      played = state.game;
      try {
        await this.#round(played);
      } catch (error) {
        if (!(error instanceof FairgroundError) || !this.#expected.has(error.code)) throw error;
      }
    }
  }

  async #round(game: number): Promise<void> {
    await pause(this.#random() * 900);
    const amountCoins = 100 * (1 + Math.floor(this.#random() * 10));
    const byTarget = this.#random() < 0.5;
    const autoCashoutHundredths = byTarget ? 101 + Math.floor(this.#random() * 150) : null;
    const { betId, game: taken } = await this.#table.bet({ amountCoins, autoCashoutHundredths });
    const playerId = this.fairground.player.value!.id;
    this.#acknowledged.bets.set(betId, { playerId, amountCoins, game: taken });
    if (this.#random() < 0.1) {
      await this.#table.cancel(betId);
      this.#acknowledged.cancels.set(betId, { playerId });
      return;
    }
    if (!byTarget) await this.#byHand(game, betId);
  }

  async #byHand(game: number, betId: string): Promise<void> {
    while (this.#table.state.value?.game === game && this.#table.state.value.phase === 'betting')
      await pause(10);
    await pause(this.#random() * 5_000);
    const { payoutCoins, atHundredths } = await this.#table.cashout(betId);
    this.#acknowledged.cashouts.set(betId, { payoutCoins, atHundredths });
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
