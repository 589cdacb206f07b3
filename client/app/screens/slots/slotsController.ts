import { computed, signal } from '@preact/signals';
import type { SlotMachine } from '../../../../domain/slots/machine.ts';
import type { SlotsSession, SlotsStanding, SlotTurn, SpinAnswer } from '../../../sdk/index.ts';
import { reducedMotion } from '../../store/motion.ts';
import { coins, fair, heldCoins } from '../../store/player.ts';
import { SessionController } from '../../store/sessionController.ts';
import { readSetting, writeSetting } from '../../store/settings.ts';
import { playSound } from '../../store/sound.ts';
import { type Frame, playback } from './playback.ts';
import { reelsOf } from './reelWindow.ts';

export interface ShownSpin extends SpinAnswer {
  betCoins: number;
  turns: SlotTurn[];
}

/** What the one button does now. */
export type SpinAction = 'spin' | 'asking' | 'skip' | 'funds' | 'unavailable';

const REMEMBERED = 12;
/** A frame or two: what has just come up is laid out first. */
const LISTED_AFTER_MS = 30;
/** From this many times the stake on, a win gets the longer sound. */
const GREAT_WIN = 10;

/** One visit at a machine: the chosen stake, the spin under way, and how much of its result is on view. */
export class SlotsController extends SessionController<SlotsStanding, SlotsSession> {
  readonly machine: SlotMachine;
  readonly betCoins = signal(0);
  readonly spin = signal<ShownSpin | null>(null);
  readonly frame = signal<Frame | null>(null);
  readonly last = signal<readonly ShownSpin[]>([]);
  /** The reels run without a known end: the server has not answered yet. */
  readonly waiting = computed(() => this.asking.value);
  /** A result is known, and not all of it is on view yet. */
  readonly showing = computed(() => this.spin.value !== null && this.frame.value !== this.#frames.at(-1));
  readonly streak = computed(() => {
    const streaks = this.standing.value?.streaks ?? [];
    return streaks.find(({ betCoins }) => betCoins === this.betCoins.value)?.streak ?? 0;
  });
  readonly action = computed<SpinAction>(() => {
    if (this.asking.value) return 'asking';
    if (this.showing.value) return 'skip';
    if (this.status.value.state !== 'live') return 'unavailable';
    return coins.value !== null && coins.value < this.betCoins.value ? 'funds' : 'spin';
  });
  #frames: Frame[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(machine: SlotMachine) {
    super(() => fair.slots(machine.machine));
    this.machine = machine;
    const remembered = Number(readSetting(`slots.${machine.machine}.bet`));
    const usual = machine.betSteps[Math.min(2, machine.betSteps.length - 1)]!;
    this.betCoins.value = machine.betSteps.includes(remembered) ? remembered : usual;
  }

  override leave(): void {
    this.#showAll();
    super.leave();
  }

  chooseBet(betCoins: number): void {
    this.betCoins.value = betCoins;
    writeSetting(`slots.${this.machine.machine}.bet`, String(betCoins));
  }

  /** Shows the rest of a result at once, or spins: nobody waits for reels. */
  press(): void {
    const action = this.action.value;
    if (action === 'skip') this.#showAll();
    else if (action === 'spin') void this.#spin();
  }

  async #spin(): Promise<void> {
    const betCoins = this.betCoins.value;
    const answer = await this.request(() => this.seat.spin(betCoins));
    if (!answer) return;
    heldCoins.value = answer.winCoins;
    const { stops, lines, freeSpins } = answer;
    const paid = answer.winCoins - freeSpins.reduce((sum, turn) => sum + turn.winCoins, 0);
    const first = {
      stops,
      lines,
      winCoins: paid,
      winHundredths: Math.round((paid / betCoins) * 100),
      multiplier: 1,
      freeSpinsWon:
        freeSpins.length > 0
          ? freeSpins.length - freeSpins.reduce((sum, turn) => sum + turn.freeSpinsWon, 0)
          : 0,
    };
    const spin = { ...answer, betCoins, turns: [first, ...freeSpins] };
    this.#frames = playback(spin.turns, reelsOf(this.machine), reducedMotion.value);
    this.spin.value = spin;
    this.#show(0);
  }

  #show(index: number): void {
    const frame = this.#frames[index]!;
    this.frame.value = frame;
    if (index + 1 === this.#frames.length) {
      this.#shown();
      return;
    }
    if (frame.stopped > 0) playSound(frame.counted && this.#wonAt(frame.turn) ? 'win' : 'stop');
    this.#timer = setTimeout(() => this.#show(index + 1), frame.lastsMs);
  }

  #showAll(): void {
    clearTimeout(this.#timer);
    if (!this.showing.value) return;
    this.frame.value = this.#frames.at(-1)!;
    this.#shown();
  }

  #shown(): void {
    const spin = this.spin.value!;
    heldCoins.value = 0;
    setTimeout(() => {
      this.last.value = [spin, ...this.last.value].slice(0, REMEMBERED);
    }, LISTED_AFTER_MS);
    const great = spin.winCoins >= spin.betCoins * GREAT_WIN;
    playSound(great ? 'great' : spin.winCoins > 0 ? 'win' : 'lose');
  }

  #wonAt(turn: number): boolean {
    return (this.spin.value?.turns[turn]?.winCoins ?? 0) > 0;
  }
}
