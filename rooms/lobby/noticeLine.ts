import type { NoticeMessage } from '../../domain/protocol/lobby.ts';

interface NoticeLineOptions {
  /** What the player has not acknowledged, oldest first: as much as one is sent at once. */
  read(): Promise<readonly NoticeMessage[]>;
  send(notice: NoticeMessage): void;
  onError(error: unknown): void;
}

/**
 * One connection's notices, each once and in the order of their sequence, which has no gaps. They are heard from whichever
 * process wrote them, twice or a later one first; but whoever has seen a later one acknowledges all before it. So what
 * does not follow on what was sent last is not sent, but a reason to read the store: a notice that was committed is there
 * with all before it.
 */
export class NoticeLine {
  readonly #options: NoticeLineOptions;
  /** The last that was sent; null: unknown, since none was to be sent so far. */
  #sent: number | null = null;
  #heard = 0;
  #reading = false;

  /** @param pending what the store had when the connection came */
  constructor(pending: readonly NoticeMessage[], options: NoticeLineOptions) {
    this.#options = options;
    for (const notice of pending) this.#send(notice);
  }

  hear(notice: NoticeMessage): void {
    const { sequence } = notice;
    if (this.#sent !== null && sequence <= this.#sent) return;
    this.#heard = Math.max(this.#heard, sequence);
    if (this.#reading) return;
    if (this.#sent !== null && sequence === this.#sent + 1) this.#send(notice);
    else void this.#catchUp();
  }

  /** Some were acknowledged: there may be room for what waits behind them. */
  acknowledged(): void {
    if (!this.#reading && this.#heard > (this.#sent ?? 0)) void this.#catchUp();
  }

  /** When the store is away, the next notice or the next connection brings what is missing. */
  async #catchUp(): Promise<void> {
    this.#reading = true;
    try {
      while (this.#heard > (this.#sent ?? 0)) {
        const aim = this.#heard;
        const pending = await this.#options.read();
        for (const notice of pending) if (notice.sequence > (this.#sent ?? 0)) this.#send(notice);
        const last = pending.at(-1);
        // None: they were acknowledged over another connection. Too few: more wait than are read at once.
        if (last === undefined) this.#sent = Math.max(this.#sent ?? 0, aim);
        else if (last.sequence < aim) return;
      }
    } catch (error) {
      this.#options.onError(error);
    } finally {
      this.#reading = false;
    }
  }

  #send({ sequence, kind, data }: NoticeMessage): void {
    this.#sent = sequence;
    this.#options.send({ sequence, kind, data });
  }
}
