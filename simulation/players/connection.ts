import type { HostedRoom, SeatedClient, SimulatedHost } from '../cluster/host.ts';
import type { Network } from '../cluster/network.ts';
import { time } from '../virtualTime.ts';

/** How long it takes until the other side learns that a connection was closed. */
const CLOSED_HEARD_MS = 5;

/** What a client hears on its connection, some time after it was said. */
export interface Listener {
  heard(type: string, message: unknown): void;
  closed(code: number): void;
}

/** A client's connection to a room: both of its ends. */
export class Connection {
  readonly network: Network;
  readonly process: SimulatedHost;
  readonly room: HostedRoom;
  client: SeatedClient;
  /** As the client knows. */
  isOpen = false;
  #listener: Listener;

  constructor(
    network: Network,
    process: SimulatedHost,
    room: HostedRoom,
    sessionId: string,
    listener: Listener,
  ) {
    this.network = network;
    this.process = process;
    this.room = room;
    this.#listener = listener;
    this.client = this.#connected(sessionId);
  }

  /** A socket of its own in place of the one that broke. */
  async reconnect(): Promise<void> {
    const client = this.#connected(this.client.sessionId);
    if (!(await this.room._reconnect(client))) return;
    this.client = client;
    this.isOpen = true;
  }

  #connected(sessionId: string): SeatedClient {
    const { network, process, room } = this;
    let isClosed = false;
    const client: SeatedClient = {
      ...{ sessionId, auth: null, userData: undefined, state: 'joining', wasJoined: false },
      send: (type, message) => {
        if (isClosed || client.state === 'leaving') return;
        network.promises.sent(type, message);
        network.carry(null, () => {
          if (this.isOpen) this.#listener.heard(type, message);
        });
      },
      leave: (code) => {
        if (isClosed) return;
        isClosed = true;
        time.after(1, process, () => void room._closed(client, code));
        time.after(CLOSED_HEARD_MS, null, () => {
          if (this.client === client) this.close(code);
        });
      },
    };
    return client;
  }

  /** The client learns that it is closed. */
  close(code: number): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#listener.closed(code);
  }

  /** The network between the two breaks: the client knows at once, the server after a while. */
  breaks(serverLearnsInMs: number): void {
    this.close(1006);
    const { client } = this;
    time.after(serverLearnsInMs, this.process, () => void this.room._closed(client, 1006));
  }
}
