import type { Player } from '../../domain/identity/port.ts';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import type { PlayTime } from '../ports.ts';

interface Connection {
  /** Kept by a connection that comes back by its token. */
  sessionId: string;
  leave(code: number): void;
}

interface TakenSeat<Client> {
  player: Player;
  sessionId: string;
  /** Null: the connection is lost, the seat is held. */
  client: Client | null;
  /** Ends the holding. */
  release(): void;
  /** Ends the counting of time. */
  stopsPlaying(): void;
}

/** Who sits at the table: one seat a player, whatever number of connections it opens. */
export class Seats<Client extends Connection> {
  readonly #taken = new Map<string, TakenSeat<Client>>();
  readonly #playTime: PlayTime;

  constructor(playTime: PlayTime) {
    this.#playTime = playTime;
  }

  get size(): number {
    return this.#taken.size;
  }

  has(playerId: string): boolean {
    return this.#taken.has(playerId);
  }

  ids(): string[] {
    return [...this.#taken.keys()];
  }

  /** Both players, once there are two. */
  pair(): [Player, Player] | null {
    const [first, second] = this.#taken.values();
    return first && second ? [first.player, second.player] : null;
  }

  /** Those who are connected. */
  present(): { player: Player; client: Client }[] {
    return [...this.#taken.values()].flatMap(({ player, client }) => (client ? [{ player, client }] : []));
  }

  /** Seats the player; a former connection of the same player's gives way. */
  take(player: Player, client: Client): void {
    const former = this.#taken.get(player.id);
    const stopsPlaying = former?.stopsPlaying ?? this.#playTime.enters(player.accounts.coins);
    this.#taken.set(player.id, {
      player,
      sessionId: client.sessionId,
      client,
      release: nothing,
      stopsPlaying,
    });
    if (former === undefined || former.sessionId === client.sessionId) return;
    former.release();
    former.client?.leave(CLOSE_CODES.replaced);
  }

  /** True while the player's seat is this connection's. */
  isHolder(player: Player, client: Client): boolean {
    return this.#taken.get(player.id)?.sessionId === client.sessionId;
  }

  /** The connection is lost, and may come back until `release` is called. */
  hold(player: Player, release: () => void): void {
    const seat = this.#taken.get(player.id);
    if (seat) this.#taken.set(player.id, { ...seat, client: null, release });
  }

  /** Frees the seat if it is this connection's; false when it is not. */
  leave(player: Player, client: Client): boolean {
    if (!this.isHolder(player, client)) return false;
    this.#free(player.id);
    return true;
  }

  /** Frees the seats of those who are not connected. */
  releaseHeld(): void {
    for (const [playerId, { client, release }] of this.#taken) {
      if (client !== null) continue;
      this.#free(playerId);
      release();
    }
  }

  /** The room is gone. */
  end(): void {
    for (const playerId of this.#taken.keys()) this.#free(playerId);
  }

  #free(playerId: string): void {
    this.#taken.get(playerId)!.stopsPlaying();
    this.#taken.delete(playerId);
  }
}

function nothing(): void {}
