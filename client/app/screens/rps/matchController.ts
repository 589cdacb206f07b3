import { signal } from '@preact/signals';
import type {
  FairgroundError,
  Hand,
  MatchMessage,
  MatchResultMessage,
  RpsMatch,
} from '../../../sdk/index.ts';
import { fair } from '../../store/player.ts';
import { engage } from '../../store/playSession.ts';
import { RoomController } from '../../store/sessionController.ts';
import { playSound } from '../../store/sound.ts';

/** One visit at a table of two: the open match, and how the last one ended. */
export class MatchController extends RoomController<RpsMatch> {
  readonly betCoins: number;
  readonly match = signal<MatchMessage | null>(null);
  readonly hand = signal<Hand | null>(null);
  readonly result = signal<MatchResultMessage | null>(null);
  readonly problem = signal<FairgroundError | null>(null);
  /** The result that was shown last: it is put away when the next hand is committed. */
  #seen = '';

  constructor(betCoins: number) {
    const seat = fair.rpsMatch(betCoins);
    super(seat);
    this.betCoins = betCoins;
    this.follow(seat, [seat.match, seat.hand, seat.result, seat.problem], () => this.#copy());
  }

  serverNowMs(): number {
    return this.seat.serverNowMs();
  }

  async commit(hand: Hand): Promise<void> {
    this.result.value = null;
    await this.request(() => this.seat.commit(hand));
  }

  protected override refused(error: FairgroundError): void {
    this.problem.value = error;
    super.refused(error);
  }

  #copy(): void {
    const { match, hand, result, problem } = this.seat;
    this.match.value = match.value;
    this.hand.value = hand.value;
    this.problem.value = problem.value;
    engage(this, match.value !== null && match.value.phase !== 'waiting');
    if (!result.value || result.value.matchId === this.#seen) return;
    this.#seen = result.value.matchId;
    this.result.value = result.value;
    playSound(result.value.outcome === 'win' ? 'great' : result.value.outcome === 'lose' ? 'lose' : 'stop');
  }
}
