import { computed, signal } from '@preact/signals';
import type { RpsStanding } from '../../../../domain/protocol/rps.ts';
import type { RpsOdds } from '../../../../domain/rps/odds.ts';
import type { Hand, RpsSession, ThrowAnswer } from '../../../sdk/index.ts';
import { reducedMotion } from '../../store/motion.ts';
import { coins, fair, heldCoins } from '../../store/player.ts';
import { SessionController } from '../../store/sessionController.ts';
import { readSetting, writeSetting } from '../../store/settings.ts';
import { playSound } from '../../store/sound.ts';
import { stakeLadder } from './stakes.ts';

export type ShownThrow = ThrowAnswer & { betCoins: number };

const SHAKE_MS = 700;
const REMEMBERED = 12;

/** One visit against the house: the stake, the hand thrown, and whether both hands are on view. */
export class HouseController extends SessionController<RpsStanding, RpsSession> {
  readonly stakes: readonly number[];
  readonly betCoins = signal(0);
  /** The hand of the throw that is under way or on view. */
  readonly hand = signal<Hand | null>(null);
  readonly thrown = signal<ShownThrow | null>(null);
  readonly shown = signal(true);
  readonly last = signal<readonly ShownThrow[]>([]);
  readonly ready = computed(
    () =>
      !this.asking.value &&
      this.status.value.state === 'live' &&
      (coins.value === null || coins.value >= this.betCoins.value),
  );
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(odds: RpsOdds) {
    super(() => fair.rps());
    this.stakes = stakeLadder(odds.minBetCoins, odds.maxBetCoins, odds.betStepCoins);
    const remembered = Number(readSetting('rps.bet'));
    this.betCoins.value = this.stakes.includes(remembered) ? remembered : this.stakes[3]!;
  }

  override leave(): void {
    this.#show();
    super.leave();
  }

  chooseBet(betCoins: number): void {
    this.betCoins.value = betCoins;
    writeSetting('rps.bet', String(betCoins));
  }

  /** A hand on its way to be shown is shown at once: nobody waits to throw again. */
  async throwHand(hand: Hand): Promise<void> {
    if (!this.ready.value) return;
    this.#show();
    const betCoins = this.betCoins.value;
    this.hand.value = hand;
    this.thrown.value = null;
    const answer = await this.request(() => this.seat.throwHand(betCoins, hand));
    if (!answer) return;
    heldCoins.value = answer.payoutCoins;
    this.thrown.value = { ...answer, betCoins };
    this.shown.value = false;
    this.#timer = setTimeout(() => this.#show(), reducedMotion.value ? 0 : SHAKE_MS);
  }

  #show(): void {
    clearTimeout(this.#timer);
    const thrown = this.thrown.value;
    if (this.shown.value || !thrown) return;
    heldCoins.value = 0;
    this.shown.value = true;
    this.last.value = [thrown, ...this.last.value].slice(0, REMEMBERED);
    playSound(thrown.outcome === 'win' ? 'win' : thrown.outcome === 'draw' ? 'stop' : 'lose');
  }
}
