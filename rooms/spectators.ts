import type { Client } from '@colyseus/core';
import type { Occupancy } from './ports.ts';
import type { Seat } from './requests.ts';

/** A room's connections without an account, as the counters of the monitor have them. */
export class Spectators {
  readonly #occupancy: Occupancy;
  readonly #place: string;
  readonly #here = new Set<Client>();

  /** @param place unique in the process */
  constructor(occupancy: Occupancy, place: string) {
    this.#occupancy = occupancy;
    this.#place = place;
  }

  /** Whoever has an account is none. */
  arrived(client: Client): void {
    if ((client.auth as Seat | undefined)?.player) return;
    this.#here.add(client);
    this.#tell();
  }

  /** Leaving twice changes nothing. */
  left(client: Client): void {
    if (this.#here.delete(client)) this.#tell();
  }

  /** The room is gone. */
  end(): void {
    this.#here.clear();
    this.#tell();
  }

  #tell(): void {
    this.#occupancy.watchers(this.#place, this.#here.size);
  }
}
