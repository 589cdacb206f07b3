import type { SimulatedProcess } from '../cluster/process.ts';
import type { Random } from '../random.ts';
import { time } from '../virtualTime.ts';
import { Connection, type Listener } from './connection.ts';
import type { SeatKind } from './intent.ts';

const JOINED_WITHIN_MS = 6_000;

interface Reservation {
  sessionId: string;
  roomId: string;
  processId: string;
}

/** A player's place in one kind of room: from asking any process for it to sitting there. */
export class Seat {
  readonly kind: SeatKind;
  readonly options: object;
  connection: Connection | null = null;
  #asked = 0;
  #joiningUntilMs = 0;
  readonly #playerId: string;
  readonly #random: Random;

  constructor(kind: SeatKind, options: object, playerId: string, random: Random) {
    this.kind = kind;
    this.options = options;
    this.#playerId = playerId;
    this.#random = random;
  }

  /** A process that is gone is noticed at once: its sockets are reset. */
  get isOpen(): boolean {
    return this.connection?.isOpen === true && !this.connection.process.dead;
  }

  /** Asks this process for a room, and sits down in it. */
  join(process: SimulatedProcess, listener: Listener, joined: () => void): void {
    if (this.isOpen || time.nowMs < this.#joiningUntilMs) return;
    this.#joiningUntilMs = time.nowMs + JOINED_WITHIN_MS;
    this.#asked += 1;
    const asked = this.#asked;
    const { network } = process;
    const failed = () =>
      network.carry(null, () => {
        if (asked === this.#asked) this.#joiningUntilMs = 0;
      });
    network.carry(process, () => {
      const route = process.routes.get(this.kind);
      if (route === undefined) return;
      const context = { token: this.#playerId, ip: '' } as Parameters<typeof route>[2];
      route('joinOrCreate', { ...this.options }, context).then(
        (seat) =>
          network.carry(null, () => {
            if (asked === this.#asked && !this.isOpen)
              this.#connect(process, seat as Reservation, listener, joined, failed);
          }),
        failed,
      );
    });
  }

  #connect(
    { network }: SimulatedProcess,
    seat: Reservation,
    listener: Listener,
    joined: () => void,
    failed: () => void,
  ): void {
    const process = network.process(seat.processId);
    if (process === undefined) {
      failed();
      return;
    }
    network.carry(process, () => {
      const room = process.rooms.get(seat.roomId);
      if (room === undefined) return failed();
      const connection = new Connection(network, process, room, seat.sessionId, listener);
      // What the room says on joining is heard after it has let the player in.
      connection.isOpen = true;
      room._join(connection.client, this.options).then(
        () =>
          network.carry(null, () => {
            if (connection.client.state === 'leaving' || process.dead) return failed();
            this.connection = connection;
            this.#joiningUntilMs = 0;
            joined();
          }),
        () => {
          connection.isOpen = false;
          failed();
        },
      );
    });
  }

  /** Comes back by its token after the connection broke; otherwise it joins anew some other time. */
  reconnect(): void {
    const { connection } = this;
    if (connection === null || connection.isOpen || connection.process.dead) return;
    connection.network.carry(connection.process, () => void connection.reconnect());
  }

  /** Leaves of its own will, or is torn away. */
  leave(): void {
    const { connection } = this;
    this.connection = null;
    if (!connection?.isOpen) return;
    connection.isOpen = false;
    connection.network.carry(connection.process, () => void connection.room._closed(connection.client, 4000));
  }

  drop(): void {
    if (this.isOpen) this.connection!.breaks(this.#random.pick([0, 5, 200, 3_000]));
  }
}
