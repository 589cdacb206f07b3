import { computed, type ReadonlySignal, signal } from '@preact/signals';
import {
  type ConnectionStatus,
  FairgroundError,
  type Readable,
  type SessionSummary,
} from '../../sdk/index.ts';
import { askAge } from './age.ts';
import { tableStatus } from './player.ts';
import { engage } from './playSession.ts';
import { showRefusal } from './refusals.ts';

interface Room {
  readonly status: Readable<ConnectionStatus>;
  leave(): Promise<void>;
}

interface Session<Standing> extends Room {
  readonly standing: Readable<Standing | null>;
  readonly summary: Readable<SessionSummary | null>;
  end(): Promise<SessionSummary>;
}

/** One visit in a room whose requests are answered: its connection and what is under way. Ends with `leave()`. */
export abstract class RoomController<Seat extends Room> {
  readonly status = signal<ConnectionStatus>({ state: 'connecting' });
  /** A request that the server has not answered yet. */
  readonly asking = signal(false);
  protected seat: Seat;
  #ends: (() => void)[] = [];

  constructor(seat: Seat) {
    this.seat = seat;
  }

  leave(): void {
    this.unfollow();
    engage(this, false);
    // The next room may have told its own already.
    if (tableStatus.peek() === this.status.peek()) tableStatus.value = null;
    void this.seat.leave();
  }

  /** Copies what the seat tells into signals, now and on each change. */
  protected follow(seat: Seat, readables: Readable<unknown>[], copy: () => void): void {
    this.unfollow();
    this.seat = seat;
    const told = () => {
      this.status.value = seat.status.value;
      tableStatus.value = isNoTrouble(seat.status.value) ? null : seat.status.value;
      copy();
    };
    told();
    this.#ends = [seat.status, ...readables].map((readable) => readable.subscribe(told));
  }

  protected unfollow(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  /** One request at a time; a refusal is shown. Answers null then, and while another is under way. */
  protected async request<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.asking.value) return null;
    this.asking.value = true;
    try {
      return await ofAge(work);
    } catch (error) {
      this.refused(error instanceof FairgroundError ? error : new FairgroundError('internal'));
      return null;
    } finally {
      this.asking.value = false;
    }
  }

  protected refused(error: FairgroundError): void {
    showRefusal(error);
  }
}

/** The same for a session, which ends with a summary and may be started again. */
export abstract class SessionController<
  Standing,
  Seat extends Session<Standing>,
> extends RoomController<Seat> {
  readonly standing = signal<Standing | null>(null);
  readonly summary = signal<SessionSummary | null>(null);
  /** It ended, by the player's wish or by itself. */
  readonly ended: ReadonlySignal<boolean> = computed(
    () => this.status.value.state === 'offline' && this.status.value.error === null,
  );
  readonly #open: () => Seat;

  constructor(open: () => Seat) {
    const seat = open();
    super(seat);
    this.#open = open;
    this.#attend(seat);
  }

  /** Joins again after an end. */
  restart(): void {
    this.summary.value = null;
    this.#attend(this.#open());
  }

  async end(): Promise<void> {
    await this.request(() => this.seat.end());
  }

  #attend(seat: Seat): void {
    this.follow(seat, [seat.standing, seat.summary], () => {
      this.standing.value = seat.standing.value;
      this.summary.value = seat.summary.value;
    });
  }
}

/** What ended as it should, and a room that there is not, say nothing of the connection. */
function isNoTrouble(status: ConnectionStatus): boolean {
  return status.state === 'offline' && (status.error === null || status.error.code === 'not_found');
}

/** Does the work, again once the player has said to be of age where that was missing. */
async function ofAge<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const missing = error instanceof FairgroundError && error.code === 'age_unconfirmed';
    if (!missing || !(await askAge())) throw error;
    return work();
  }
}
