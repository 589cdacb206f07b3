import { ColyseusSDK, type Room } from '@colyseus/sdk';

/**
 * Colyseus' own client, reduced to one thing: taking a reserved seat. What we do ourselves instead:
 * matchmaking (it hides our error codes, and repeats the access token in the socket's URL) and reconnecting
 * (it gives up on a room younger than 5 s, keeps requests to send them later, and writes to the console).
 */
export class SeatTaker extends ColyseusSDK {
  readonly #prepare: (room: Room) => void;

  constructor(url: string, prepare: (room: Room) => void) {
    super(url);
    this.#prepare = prepare;
    this.http.authToken = undefined;
  }

  /** The only moment before the socket opens: messages sent while joining find their handlers. */
  protected override createRoom<T>(name: string): Room<unknown, T> {
    const room = super.createRoom<T>(name) as Room<unknown, T>;
    this.#prepare(room as unknown as Room);
    return room;
  }
}
