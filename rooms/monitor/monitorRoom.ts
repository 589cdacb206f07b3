import { type AuthContext, type Client, type MessageContext, Room } from '@colyseus/core';
import { TOPICS, type Topic } from '../../domain/events/event.ts';
import { beyond, topicsFor } from '../../domain/events/shown.ts';
import { may, type Standing } from '../../domain/identity/permissions.ts';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import { type Failure, failure } from '../../domain/protocol/errors.ts';
import {
  type SnapshotMessage,
  Topics,
  type TopicsAnswer,
  TopicsRequest,
} from '../../domain/protocol/monitor.ts';
import { endBroadcasts, tellBroadcasts } from '../broadcasts.ts';
import type { RoomPorts } from '../ports.ts';
import {
  refuseJoin,
  type Seat,
  shapeFailure,
  surroundings,
  timeRequest,
  unknownRequests,
} from '../requests.ts';
import { seatOf } from '../seat.ts';
import { Spectators } from '../spectators.ts';
import { Audience, shownTo } from './audience.ts';
import { MonitorState, showCounters } from './state.ts';

/** The counters in the state. */
const COUNT_EVERY_MS = 1_000;
/** All of them, rooms and totals of games included, every so many of these. */
const TELL_ALL_EVERY = 5;
const RECONNECT_WITHIN_SECONDS = 60;
const MAX_MESSAGES_PER_SECOND = 20;

interface WatcherSeat extends Seat {
  topics: Topic[];
}
type Seated = Client<{ auth: WatcherSeat }>;

/**
 * The `monitor` room: what happens in the whole cluster, for spectators and operators. One a process, opened by the
 * process. It needs no account; names are for those whose role may see them.
 */
export function monitorRoom(ports: RoomPorts) {
  const around = surroundings(ports, 'monitor');
  const answerUnknown = unknownRequests(around);
  const limitTopics = around.rates.message('monitor', 'topics');

  return class MonitorRoom extends Room<{ state: MonitorState; client: Seated }> {
    override autoDispose = false;
    override patchRate = COUNT_EVERY_MS;
    override maxMessagesPerSecond = MAX_MESSAGES_PER_SECOND;
    override state = new MonitorState();
    readonly #audience = new Audience(() => ports.clock.nowMs());
    readonly #spectators = new Spectators(ports.occupancy, 'monitor');
    #closing = false;
    #patches = 0;
    #endFrames: () => void = () => {};
    #endChanges: () => void = () => {};

    override messages = {
      topics: (client: Seated, message: unknown, context: MessageContext) =>
        this.#chooseTopics(client, message, context),
      time: timeRequest(around, () => ports.clock.nowMs()),
    };

    static override async onAuth(token: string, options: unknown, context: AuthContext) {
      const from = await seatOf(ports, token, context);
      const { topics } = (options ?? {}) as { topics?: unknown };
      // Who names none gets all that their role may have.
      const asked = Topics.safeParse(topics ?? [...topicsFor(from.player?.role ?? 'spectator')]);
      if (!asked.success) refuseJoin(failure('invalid_request', { field: 'topics' }));
      const seat: WatcherSeat = { ...from, topics: asked.data };
      const tooMuch = await overreach(ports, seat, asked.data);
      if (tooMuch !== null) refuseJoin(tooMuch);
      const refusal = ports.refusal();
      if (refusal !== null) refuseJoin(failure(refusal));
      return seat;
    }

    override onCreate(options: { ticket?: unknown }): void {
      // A client asked while the monitor takes nobody: one a process, opened by the process.
      if (options.ticket !== ports.lobbyTicket) refuseJoin(failure(ports.refusal() ?? 'busy'));
      answerUnknown(this);
      this.#endChanges = ports.standings.onChange((playerId) => {
        for (const client of this.clients)
          if (client.auth?.player?.id === playerId) void this.#lookAgain(client);
      });
      this.#endFrames = ports.monitor.onFrame((frame) => this.#audience.show(frame));
    }

    override onDispose(): void {
      this.#endFrames();
      this.#endChanges();
      this.#spectators.end();
    }

    /** Without a limit there is nothing to count; Colyseus would walk every pending seat at each join. */
    override hasReachedMaxClients(): boolean {
      return this.#closing;
    }

    override onJoin(client: Seated): void {
      this.#arrived(client);
      this.#tellBroadcasts(client);
    }

    override onDrop(client: Seated): void {
      this.#left(client);
      this.allowReconnection(client, RECONNECT_WITHIN_SECONDS).catch(() => {});
    }

    /** Whoever was banned meanwhile is out; whose role has changed sees what that role may. */
    override async onReconnect(client: Seated): Promise<void> {
      const seat = client.auth!;
      if (seat.player) {
        const standing = await ports.standing(seat.player);
        if (!standing.ok) {
          client.leave(CLOSE_CODES.forbidden, standing.error.code);
          return;
        }
        seat.player = standing.value;
      }
      this.#arrived(client);
      this.#tellBroadcasts(client);
    }

    override onLeave(client: Seated): void {
      this.#left(client);
    }

    override onBeforePatch(state: MonitorState): void {
      if (this.clients.length === 0) return;
      const counters = ports.monitor.counters();
      showCounters(state, counters);
      this.#patches += 1;
      if (this.#patches % TELL_ALL_EVERY !== 0) return;
      this.broadcast('counters', counters);
      for (const client of this.clients) if (viewOf(client.auth!).seesNames) void this.#lookAgain(client);
    }

    override async onBeforeShutdown(): Promise<void> {
      this.#closing = true;
      await this.disconnect(CLOSE_CODES.draining);
    }

    #arrived(client: Seated): void {
      this.#spectators.arrived(client);
      const { topics, seesNames } = viewOf(client.auth!);
      client.send('snapshot', this.#snapshot(topics, seesNames));
      this.#audience.seat(client, topics, seesNames);
    }

    /** A change of role or a ban counts at once; whoever may see names is asked for again and again besides. */
    async #lookAgain(client: Seated): Promise<void> {
      const seat = client.auth!;
      try {
        const standing = await ports.standing(seat.player!);
        const role = standing.ok ? standing.value.role : null;
        if (role === seat.player!.role) return;
        if (standing.ok) {
          seat.player = standing.value;
          this.#arrived(client);
        } else if (standing.error.code !== 'store_unavailable') {
          client.leave(CLOSE_CODES.forbidden, standing.error.code);
        }
      } catch (error) {
        ports.log.error({ err: error, room: 'monitor', code: 'internal' }, 'a watcher was not looked up');
      }
    }

    #tellBroadcasts(client: Seated): void {
      tellBroadcasts(ports, client, { room: 'monitor', playerId: client.auth!.player?.id ?? null });
    }

    #left(client: Seated): void {
      endBroadcasts(client);
      this.#spectators.left(client);
      this.#audience.leave(client);
    }

    #snapshot(topics: ReadonlySet<Topic>, seesNames: boolean): SnapshotMessage {
      const events = shownTo(ports.monitor.snapshot(topics), topics, seesNames);
      return { events, counters: ports.monitor.counters() };
    }

    async #chooseTopics(client: Seated, message: unknown, context: MessageContext): Promise<unknown> {
      const startedMs = performance.now();
      const seat = client.auth!;
      const asked = TopicsRequest.safeParse(message);
      const refusal =
        limitTopics(seat) ??
        (asked.success ? await overreach(ports, seat, asked.data.topics) : shapeFailure(asked.error));
      const durationMs = performance.now() - startedMs;
      ports.metrics.request('monitor', 'topics', refusal?.code ?? 'ok', durationMs, seat);
      if (refusal !== null || !asked.success) return context.reject(refusal);
      seat.topics = asked.data.topics;
      this.#arrived(client);
      return { topics: [...viewOf(seat).topics] } satisfies TopicsAnswer;
    }
  };
}

/** Why this seat may not have the topics that it names; null: it may. A player's try is in the audit. */
async function overreach(
  { trail }: Pick<RoomPorts, 'trail'>,
  { player, address }: WatcherSeat,
  topics: readonly Topic[],
): Promise<Failure | null> {
  const denied = beyond(topics, player?.role ?? 'spectator');
  if (denied.length === 0) return null;
  if (player === null) return failure('unauthorized');
  await trail.refused({ player, address }, 'monitor.watch', denied.join(' '));
  return failure('forbidden', { topics: denied });
}

/** What of the asked topics this role may watch, in the order of all topics, and whether it sees names. */
function viewOf({ player, topics }: WatcherSeat): { topics: ReadonlySet<Topic>; seesNames: boolean } {
  const standing: Standing = player?.role ?? 'spectator';
  const allowed = topicsFor(standing);
  return {
    topics: new Set(TOPICS.filter((topic) => topics.includes(topic) && allowed.has(topic))),
    seesNames: may(standing, 'seeNames'),
  };
}
