import { type AuthContext, type Client, Room } from '@colyseus/core';
import type { Balances, Player } from '../../domain/identity/port.ts';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import { failure } from '../../domain/protocol/errors.ts';
import { AckRequest, type BalanceMessage, type NoticeMessage } from '../../domain/protocol/lobby.ts';
import { ok } from '../../domain/result.ts';
import { stakesEnded } from '../banned.ts';
import { endBroadcasts, tellBroadcasts } from '../broadcasts.ts';
import type { PlayerEvent, RoomPorts } from '../ports.ts';
import {
  playerRequest,
  refuseJoin,
  type Seat,
  surroundings,
  timeRequest,
  unknownRequests,
} from '../requests.ts';
import { playerSeatOf } from '../seat.ts';
import { NoticeLine } from './noticeLine.ts';
import { LobbyState } from './state.ts';

/** The online count and the list of tables go to everybody, so seldom. */
const EVERYBODY_EVERY_MS = 2_000;
const RECONNECT_WITHIN_SECONDS = 60;
const MAX_MESSAGES_PER_SECOND = 50;

type Seated = Client<{ auth: Seat }>;

/** What a connection needs besides its seat: kept apart, because `client.auth` travels through JSON. */
interface Attendance {
  balances: BalanceMessage;
  notices: NoticeLine;
  unsubscribe: () => void;
}

/** The `lobby` room: a player's personal stream. Every signed-in client stays in it. */
export function lobbyRoom(ports: RoomPorts) {
  const around = surroundings(ports, 'lobby');
  const answerUnknown = unknownRequests(around);

  return class LobbyRoom extends Room<{ state: LobbyState; client: Seated }> {
    override autoDispose = false;
    override patchRate = EVERYBODY_EVERY_MS;
    override maxMessagesPerSecond = MAX_MESSAGES_PER_SECOND;
    override state = new LobbyState();
    readonly #attendance = new Map<string, Attendance>();
    #tablesChanged = false;
    #closing = false;
    #unsubscribeTables: () => void = () => {};
    #unsubscribeBans: () => void = () => {};

    override messages = {
      ack: playerRequest(around, 'ack', AckRequest, async (player, message, client) => {
        await ports.notices.acknowledge(player.id, message.sequence);
        this.#attendance.get(client.sessionId)?.notices.acknowledged();
        return ok({});
      }),
      time: timeRequest(around, () => ports.clock.nowMs()),
    };

    static override async onAuth(token: string, _options: unknown, context: AuthContext): Promise<Seat> {
      const seat = await playerSeatOf(ports, token, context);
      const refusal = ports.refusal();
      if (refusal !== null) refuseJoin(failure(refusal));
      return seat;
    }

    override onCreate(options: { ticket?: unknown }): void {
      // A client asked while the lobby takes nobody: one lobby a process, opened by the process.
      if (options.ticket !== ports.lobbyTicket) refuseJoin(failure(ports.refusal() ?? 'busy'));
      answerUnknown(this);
      this.#unsubscribeBans = ports.bans.onBan((playerId) => void this.#sendAway(playerId));
      this.#unsubscribeTables = ports.tables.subscribe(() => {
        this.#tablesChanged = true;
      });
    }

    override onDispose(): void {
      this.#unsubscribeTables();
      this.#unsubscribeBans();
      for (const { unsubscribe } of this.#attendance.values()) unsubscribe();
    }

    /** Without a limit there is nothing to count; Colyseus would walk every pending seat at each join. */
    override hasReachedMaxClients(): boolean {
      return this.#closing;
    }

    override async onJoin(client: Seated): Promise<void> {
      await this.#arrived(client, client.auth!.player!);
    }

    override onDrop(client: Seated): void {
      this.#left(client);
      this.allowReconnection(client, RECONNECT_WITHIN_SECONDS).catch(() => {});
    }

    override async onReconnect(client: Seated): Promise<void> {
      const seat = client.auth!;
      const standing = await ports.standing(seat.player!);
      if (!standing.ok) {
        client.leave(CLOSE_CODES.forbidden, standing.error.code);
        return;
      }
      seat.player = standing.value;
      await this.#arrived(client, standing.value);
    }

    override onLeave(client: Seated): void {
      this.#left(client);
    }

    override onBeforePatch(state: LobbyState): void {
      ports.occupancy.players(new Set(this.clients.map(({ auth }) => auth?.player?.id)).size);
      // Those of other processes are told each second; our own count at once.
      state.online = Math.max(this.clients.length, ports.monitor.counters().players);
      if (!this.#tablesChanged) return;
      this.#tablesChanged = false;
      this.broadcast('tables', ports.tables.list());
    }

    override async onBeforeShutdown(): Promise<void> {
      this.#closing = true;
      this.broadcast('draining', {});
      await this.disconnect(CLOSE_CODES.draining);
    }

    async #arrived(client: Seated, player: Player): Promise<void> {
      // Subscribed before the balances are read: a change in between is then told, not missed.
      const early: PlayerEvent[] = [];
      let attendance: Attendance | null = null;
      const unsubscribe = ports.feed.subscribe(player.id, (event) => {
        if (attendance === null) early.push(event);
        else this.#tell(client, attendance, event);
      });
      try {
        const [balances, notices] = await Promise.all([
          ports.balances(player),
          ports.notices.pending(player.id),
        ]);
        client.send('balance', pick(balances));
        client.send('tables', ports.tables.list());
        const line = noticesOf(ports, client, player.id, notices);
        attendance = { balances: pick(balances), notices: line, unsubscribe };
        this.#attendance.get(client.sessionId)?.unsubscribe();
        this.#attendance.set(client.sessionId, attendance);
        tellBroadcasts(ports, client, { room: 'lobby', playerId: player.id });
        for (const event of early) this.#tell(client, attendance, event);
        if (ports.bans.isBanned(player.id)) void this.#sendAway(player.id);
      } catch (error) {
        unsubscribe();
        throw error;
      }
    }

    /** A banned player hears how their open bets end. */
    async #sendAway(playerId: string): Promise<void> {
      if (!(await stakesEnded(ports, playerId))) return;
      for (const client of this.clients) {
        if (client.auth?.player?.id === playerId) client.leave(CLOSE_CODES.forbidden, 'forbidden');
      }
    }

    #left(client: Seated): void {
      endBroadcasts(client);
      this.#attendance.get(client.sessionId)?.unsubscribe();
      this.#attendance.delete(client.sessionId);
    }

    #tell(client: Seated, attendance: Attendance, event: PlayerEvent): void {
      if (event.type === 'notice') {
        attendance.notices.hear(event);
        return;
      }
      Object.assign(attendance.balances, pick({ ...attendance.balances, ...event.balances }));
      client.send('balance', attendance.balances);
    }
  };
}

function pick(balances: Pick<Balances, 'coins' | 'credits'>): BalanceMessage {
  return { coins: balances.coins, credits: balances.credits };
}

function noticesOf(
  { notices, log }: RoomPorts,
  client: Client,
  playerId: string,
  pending: readonly NoticeMessage[],
): NoticeLine {
  return new NoticeLine(pending, {
    read: () => notices.pending(playerId),
    send: (notice) => client.send('notice', notice),
    onError: (error) =>
      log.warn(
        { err: error, room: 'lobby', playerId, code: 'store_unavailable' },
        'notices could not be read',
      ),
  });
}
