import type { NoticeEntry } from '../../domain/notices/port.ts';
import type { RoomPorts } from '../ports.ts';

/** The ends of one round come within moments: they are written together. */
const GATHER_MS = 250;
const TRY_AGAIN_AFTER_MS = 1_000;
/** After so many tries the database was away for a minute; what became of a bet stands in the history too. */
const TRIES = 60;

/** Tells players what became of their bets while they were away: gathered, and written in one go. */
export class NoticeBox {
  readonly #ports: Pick<RoomPorts, 'notices' | 'feed' | 'log'>;
  #gathered: NoticeEntry[] = [];

  constructor(ports: Pick<RoomPorts, 'notices' | 'feed' | 'log'>) {
    this.#ports = ports;
  }

  add(entry: NoticeEntry): void {
    this.#gathered.push(entry);
    if (this.#gathered.length === 1) setTimeout(() => this.#send(), GATHER_MS);
  }

  #send(): void {
    const entries = this.#gathered;
    this.#gathered = [];
    void this.#write(entries, TRIES);
  }

  async #write(entries: NoticeEntry[], triesLeft: number): Promise<void> {
    try {
      for (const { playerId, ...notice } of await this.#ports.notices.appendAll(entries)) {
        this.#ports.feed.publish(playerId, { type: 'notice', ...notice });
      }
    } catch (error) {
      if (triesLeft > 1) {
        setTimeout(() => void this.#write(entries, triesLeft - 1), TRY_AGAIN_AFTER_MS);
        return;
      }
      this.#ports.log.warn(
        { err: error, code: 'store_unavailable', count: entries.length },
        'notices were not kept',
      );
    }
  }
}
