import { type AuthContext, type Client, type IRoomCache, matchMaker } from '@colyseus/core';
import type { Player } from '../../domain/identity/port.ts';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import { failure } from '../../domain/protocol/errors.ts';
import { CommitRequest, RevealRequest } from '../../domain/protocol/rps.ts';
import type { Match } from '../../domain/rps/match.ts';
import { endBroadcasts, tellBroadcasts } from '../broadcasts.ts';
import type { RoomPorts } from '../ports.ts';
import {
  playerRequest,
  refuseJoin,
  type Seat,
  surroundings,
  timeRequest,
  unknownRequests,
} from '../requests.ts';
import { playerSeatOf } from '../seat.ts';
import { StillRoom } from '../stillRoom.ts';
import { tellBalances } from './balances.ts';
import type { EndedGame } from './finishing.ts';
import { MatchActor } from './matchActor.ts';
import { matchMessage, resultMessage, waitingMessage } from './messages.ts';
import { Seats } from './seats.ts';

const RECONNECT_WITHIN_SECONDS = 60;
/** How often a room in which one player waits looks for others. */
const LOOK_EVERY_MS = 2_000;
/** An honest client sends a handful; a flood is closed by Colyseus with 4002. */
const MAX_MESSAGES_PER_SECOND = 50;

type Seated = Client<{ auth: Seat }>;

/**
 * The `rps_match` room: two players at one stake, one match after the other. It lives until its match is finished,
 * even if both have left.
 */
export function rpsMatchRoom(ports: RoomPorts) {
  const around = surroundings(ports, 'rps_match');
  const answerUnknown = unknownRequests(around);

  return class RpsMatchRoom extends StillRoom<{ client: Seated }> {
    override maxClients = 2;
    override maxMessagesPerSecond = MAX_MESSAGES_PER_SECOND;
    readonly #seats = new Seats<Seated>(ports.playTime);
    #actor!: MatchActor;
    #look: ReturnType<typeof setTimeout> | undefined;
    #betCoins = 0;
    /** Made for a match that is taken over: nobody else is led here. */
    #reserved = false;
    #readmitting = false;
    /** Of an ended match the result has yet to be told. */
    #telling = false;
    #unsubscribeBans: () => void = () => {};

    override messages = {
      commit: playerRequest(around, 'commit', CommitRequest, (player, message) =>
        this.#actor.commit(player, message),
      ),
      reveal: playerRequest(around, 'reveal', RevealRequest, (player, message) =>
        this.#actor.reveal(player, message),
      ),
      time: timeRequest(around, () => ports.clock.nowMs()),
    };

    static override async onAuth(token: string, options: unknown, context: AuthContext): Promise<Seat> {
      const seat = await playerSeatOf(ports, token, context);
      const betCoins = (options as { betCoins?: unknown } | null)?.betCoins;
      const { betSteps } = ports.odds.rps.odds.match;
      if (!betSteps.some((step) => step === betCoins)) {
        refuseJoin(failure('invalid_amount', { field: 'betCoins', betSteps }));
      }
      const refusal = ports.refusal();
      if (refusal !== null) refuseJoin(failure(refusal));
      return seat;
    }

    /** Options are the server's own: of a client's only the stake gets here. */
    override onCreate(options: { betCoins: number; reserved?: boolean }): void {
      answerUnknown(this as never);
      this.#betCoins = options.betCoins;
      this.#reserved = options.reserved === true;
      this.#hide(this.#reserved);
      this.#unsubscribeBans = ports.bans.onBan(() => this.#sendBannedAway());
      this.#actor = new MatchActor(ports, this.roomId, {
        changed: () => this.#seatsChanged(),
        ended: (match, games) => this.#ended(match, games),
        lost: () => void this.disconnect(CLOSE_CODES.moved),
      });
    }

    override onDispose(): void | Promise<void> {
      clearTimeout(this.#look);
      this.#unsubscribeBans();
      this.#actor?.stop();
      this.#seats.end();
      return super.onDispose();
    }

    override hasReachedMaxClients(): boolean {
      return !this.#readmitting && super.hasReachedMaxClients();
    }

    /** True if this match stands here. Asked from any process of the cluster. */
    hosts(matchId: string): Promise<boolean> {
      return this.#actor.hosts(matchId);
    }

    /** Takes over a match from a host that is gone; false when somebody else did, and the room closes. */
    async takeOver(match: Pick<Match, 'matchId' | 'host'>): Promise<boolean> {
      const taken = await this.#actor.takeOver(match);
      if (!taken) void this.disconnect(CLOSE_CODES.moved);
      return taken;
    }

    /** A seat for a player whose match stands here, whether or not its former connection still counts. */
    readmit(room: IRoomCache, seat: Seat): Promise<object> {
      this.#readmitting = true;
      try {
        // The seat is taken before this returns; only the count of seats is written later.
        return matchMaker.reserveSeatFor(room, {}, seat);
      } finally {
        this.#readmitting = false;
      }
    }

    override onJoin(client: Seated): void {
      const player = client.auth!.player!;
      if (!this.#mayJoin(player)) refuseJoin(failure('busy'));
      this.#sits(player, client);
      this.#sendBannedAway();
    }

    override onDrop(client: Seated): void {
      endBroadcasts(client);
      const player = client.auth!.player!;
      if (!this.#seats.isHolder(player, client)) return;
      // Before the first commit there is nothing to come back to: the other one gets another opponent.
      if (!this.#actor.stands) {
        this.#left(client);
        return;
      }
      const held = this.allowReconnection(client, RECONNECT_WITHIN_SECONDS);
      held.catch(() => {});
      // Colyseus answers a bare promise, already rejected, for a client that left while it was joining.
      this.#seats.hold(player, () => held.reject?.(new Error('the seat is not needed any more')));
    }

    override async onReconnect(client: Seated): Promise<void> {
      const seat = client.auth!;
      const standing = await ports.standing(seat.player!);
      // A banned player comes back to a match that stands: a committed hand is theirs to reveal.
      const mayEnd = this.#actor.stands && ports.bans.isBanned(seat.player!.id);
      if (!standing.ok && !mayEnd) {
        client.leave(CLOSE_CODES.forbidden, standing.error.code);
        return;
      }
      if (standing.ok) seat.player = standing.value;
      this.#sits(seat.player!, client);
    }

    /** After a drop this comes once more, when nobody came back. */
    override onLeave(client: Seated): void {
      this.#left(client);
    }

    override async onBeforeShutdown(): Promise<void> {
      // The match stays as it is stored, for the next host.
      this.#actor.stop();
      await this.disconnect(CLOSE_CODES.draining);
    }

    #mayJoin(player: Player): boolean {
      if (this.#seats.has(player.id)) return true;
      if (this.#actor.stands)
        return this.#actor.match!.players.some(({ playerId }) => playerId === player.id);
      return !this.#reserved && this.#seats.size < 2;
    }

    /** After the match that stands, if there is one, and once its result is told. */
    #sendBannedAway(): void {
      if (this.#actor.stands || this.#telling) return;
      for (const { player, client } of this.#seats.present()) {
        if (!ports.bans.isBanned(player.id) || !this.#seats.leave(player, client)) continue;
        client.leave(CLOSE_CODES.forbidden);
        this.#seatsChanged();
      }
    }

    #sits(player: Player, client: Seated): void {
      this.#seats.take(player, client);
      tellBroadcasts(ports, client, { room: 'rps_match', playerId: player.id });
      this.#seatsChanged();
    }

    #left(client: Seated): void {
      endBroadcasts(client);
      if (this.#seats.leave(client.auth!.player!, client)) this.#seatsChanged();
    }

    /** Opens a match once two sit here, and tells each what it is. */
    #seatsChanged(): void {
      const actor = this.#actor;
      if (!actor.stands) {
        const pair = this.#seats.pair();
        if (pair === null) actor.close();
        else actor.open(this.#betCoins, pair);
      }
      this.#hide(this.#reserved || actor.stands || this.#seats.size === 2);
      this.autoDispose = !actor.stands;
      this.#lookForOthers();
      for (const { player, client } of this.#seats.present()) {
        const { match } = actor;
        client.send(
          'match',
          match === null ? waitingMessage(this.#betCoins) : matchMessage(match, player.id),
        );
      }
    }

    /**
     * Who waits alone, since the other one left or a match was given back, may not be the only one: of two rooms
     * that wait at one stake, the one with the greater id sends its player to the other.
     */
    #lookForOthers(): void {
      clearTimeout(this.#look);
      this.#look = undefined;
      if (this.#reserved || this.#actor.stands || this.#seats.size !== 1) return;
      this.#look = setTimeout(() => {
        matchMaker
          .query({ name: 'rps_match', private: false, locked: false, betCoins: this.#betCoins } as object)
          .then((rooms) => {
            if (this.#look === undefined) return;
            if (rooms.some(({ roomId }) => roomId < this.roomId)) void this.disconnect(CLOSE_CODES.moved);
            else this.#lookForOthers();
          })
          .catch((error: unknown) => {
            ports.log.warn(
              { err: error, room: 'rps_match', roomId: this.roomId, code: 'internal' },
              'other rooms could not be listed',
            );
            this.#lookForOthers();
          });
      }, LOOK_EVERY_MS);
    }

    /** A hidden room is found by its players only. */
    #hide(hidden: boolean): void {
      this.setPrivate(hidden).catch((error: unknown) =>
        ports.log.warn(
          { err: error, room: 'rps_match', roomId: this.roomId, code: 'internal' },
          'a room could not be listed anew',
        ),
      );
    }

    async #ended(match: Match, games: readonly EndedGame[]): Promise<void> {
      const ids = new Set([...games.map(({ playerId }) => playerId), ...this.#seats.ids()]);
      this.#telling = true;
      const coins = await tellBalances(ports, [...ids], () => this.#actor.stopped);
      this.#telling = false;
      for (const { player, client } of this.#seats.present()) {
        const balanceCoins = coins.get(player.id);
        if (balanceCoins === undefined) continue;
        client.send('result', resultMessage(match, games, player.id, balanceCoins));
      }
      this.#reserved = false;
      this.#seats.releaseHeld();
      this.#sendBannedAway();
      this.#seatsChanged();
    }
  };
}
