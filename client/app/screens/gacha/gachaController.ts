import { computed, signal } from '@preact/signals';
import type { GachaBanner } from '../../../../domain/gacha/banner.ts';
import {
  type FairgroundError,
  type GachaSession,
  type GachaStanding,
  isTransient,
  type PullAnswer,
} from '../../../sdk/index.ts';
import { reducedMotion } from '../../store/motion.ts';
import { coins, fair } from '../../store/player.ts';
import { SessionController } from '../../store/sessionController.ts';
import { playSound } from '../../store/sound.ts';
import { revealTimes } from './revealSteps.ts';

/** What the pull buttons do now. */
export type PullAction = 'pull' | 'asking' | 'funds' | 'limit' | 'unavailable';

/** One visit at a banner: the pull under way, how many of its cards are turned, and what one owns. */
export class GachaController extends SessionController<GachaStanding, GachaSession> {
  readonly banner: GachaBanner;
  readonly pull = signal<PullAnswer | null>(null);
  /** Cards that are turned. */
  readonly turned = signal(0);
  /** By item; null before it has come. */
  readonly owned = signal<ReadonlyMap<string, number> | null>(null);
  readonly showing = computed(() => {
    const pull = this.pull.value;
    return pull !== null && this.turned.value <= pull.items.length;
  });
  /** Pulls since the last Epic or better; while cards are turning still those before them. */
  readonly pity = computed(() => {
    const now = this.standing.value?.pity ?? null;
    return this.showing.value ? this.#pityBefore : now;
  });
  #pityBefore: number | null = null;
  #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(banner: GachaBanner) {
    super(() => fair.gacha(banner.banner));
    this.banner = banner;
    void this.#count();
  }

  action(count: 1 | 10): PullAction {
    if (this.asking.value) return 'asking';
    if (this.status.value.state !== 'live') return 'unavailable';
    if (this.standing.value?.dailyRemaining === 0) return 'limit';
    return coins.value !== null && coins.value < this.banner.costCoins[count] ? 'funds' : 'pull';
  }

  override leave(): void {
    this.#clear();
    super.leave();
  }

  async start(count: 1 | 10): Promise<void> {
    if (this.action(count) !== 'pull') return;
    // Nobody waits for cards: the ones on view are simply gone.
    this.#clear();
    const pity = this.standing.value?.pity ?? null;
    const answer = await this.request(() => this.seat.pull(count));
    if (!answer) return;
    this.#pityBefore = pity;
    this.pull.value = answer;
    this.turned.value = 0;
    const times = revealTimes(answer.items, reducedMotion.value);
    this.#timers = times.map((atMs, index) => setTimeout(() => this.#turn(index + 1), atMs));
  }

  /** Turns all cards at once. */
  skip(): void {
    const pull = this.pull.value;
    if (!pull || !this.showing.value) return;
    this.#clear();
    this.turned.value = pull.items.length + 1;
    playSound('win');
    void this.#count();
  }

  /** Puts the cards away. */
  dismiss(): void {
    this.#clear();
    this.pull.value = null;
  }

  protected override refused(error: FairgroundError): void {
    super.refused(error);
    const { resetsAtMs } = error.details;
    const standing = this.standing.value;
    // Another device has used them up.
    if (error.code === 'daily_gacha_limit' && standing && typeof resetsAtMs === 'number') {
      this.standing.value = { ...standing, dailyRemaining: 0, dailyResetsAtMs: resetsAtMs };
    }
  }

  #turn(count: number): void {
    this.turned.value = count;
    const item = this.pull.value?.items[count - 1];
    // The last card was the one before: now the collection may tell.
    if (!item) return void this.#count();
    const great = item.rarity === 'epic' || item.rarity === 'legendary';
    playSound(great ? 'great' : item.rarity === 'rare' ? 'win' : 'stop');
  }

  #clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }

  async #count(): Promise<void> {
    try {
      const { gacha } = await fair.statistics();
      const own = gacha.find(({ banner }) => banner === this.banner.banner);
      this.owned.value = new Map((own?.items ?? []).map(({ item, count }) => [item, count]));
    } catch (error) {
      // The collection stays as it was; a pull tells its own result anyway.
      if (!isTransient((error as FairgroundError).code)) this.owned.value ??= new Map();
    }
  }
}
