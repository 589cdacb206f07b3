import { type AuthContext, type Client, Room } from '@colyseus/core';
import type { Tenure } from '../../domain/crash/port.ts';
import type { Bet } from '../../domain/crash/round.ts';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import { BetRequest, CancelRequest, CashoutRequest, type OwnBet } from '../../domain/protocol/crash.ts';
import { failure } from '../../domain/protocol/errors.ts';
import { endBroadcasts, tellBroadcasts } from '../broadcasts.ts';
import type { RoomPorts } from '../ports.ts';
import {
  idsOf,
  playerRequest,
  refuseJoin,
  type Seat,
  surroundings,
  timeRequest,
  unknownRequests,
} from '../requests.ts';
import { seatOf } from '../seat.ts';
import { Spectators } from '../spectators.ts';
import { requestBet, requestCancel, requestCashout } from './betRequests.ts';
import { NoticeBox } from './noticeBox.ts';
import { ownBet } from './receipts.ts';
import { CrashState } from './state.ts';
import { TableActor } from './tableActor.ts';
import { tellBet, tellBust, tellLaunch } from './tellEvents.ts';
import { showBoard, showRound } from './view.ts';

/**
 * Totals and lists go out at most this often; phase, launch and bust at once. To a crowd less often: each is sent to everybody,
 * some 10 µs a connection in which nobody else is served.
 */
const TOTALS_EVERY_MS = 500;
const CROWDS = [
  { connections: 8_000, everyMs: 2_000 },
  { connections: 4_000, everyMs: 1_000 },
] as const;
const RECONNECT_WITHIN_SECONDS = 60;
/** Who watches without a bet does not play: time counts so long after a bet, and after its end (RG8). */
const BET_PLAYS_MS = 60_000;
const BET_ENDED_PLAYS_MS = 30_000;
/** An honest client sends a handful; a flood is closed by Colyseus with 4002. */
const MAX_MESSAGES_PER_SECOND = 100;

type Seated = Client<{ auth: Seat }>;

/** The `crash` room: one per table in the whole cluster, opened by the table's keeper only. */
export function crashRoom(ports: RoomPorts) {
  const around = surroundings(ports, 'crash');
  const answerUnknown = unknownRequests(around);

  return class CrashRoom extends Room<{ state: CrashState; client: Seated }> {
    override autoDispose = false;
    override patchRate = TOTALS_EVERY_MS;
    override maxMessagesPerSecond = MAX_MESSAGES_PER_SECOND;
    override state = new CrashState();
    /** Who is here, with their connections. */
    readonly #present = new Map<string, Set<Seated>>();
    /** What ended while its player was away is told in the lobby, whenever they come back. */
    readonly #notices = new NoticeBox(ports);
    #spectators!: Spectators;
    #actor!: TableActor;
    #tenure!: Tenure;
    #boardChanged = true;
    #closing = false;
    /** Banned players with an open bet: they may still cash out, and leave once it has ended. */
    readonly #leaving = new Set<string>();
    #unsubscribeBans: () => void = () => {};

    override messages = {
      bet: playerRequest(around, 'bet', BetRequest, (player, message) =>
        requestBet(ports, this.#actor, player, message),
      ),
      cancel: playerRequest(around, 'cancel', CancelRequest, (player, message) =>
        requestCancel(ports, this.#actor, player, message.betId),
      ),
      cashout: playerRequest(around, 'cashout', CashoutRequest, (player, message) =>
        requestCashout(ports, this.#actor, player, message.betId),
      ),
      time: timeRequest(around, () => ports.clock.nowMs()),
    };

    static override async onAuth(token: string, options: unknown, context: AuthContext): Promise<Seat> {
      const seat = await seatOf(ports, token, context);
      const table = (options as { table?: unknown } | null)?.table;
      if (typeof table !== 'string') refuseJoin(failure('invalid_request', { field: 'table' }));
      if (ports.tables.rules(table) === null) refuseJoin(failure('not_found', { field: 'table' }));
      const refusal = ports.refusal();
      if (refusal !== null) refuseJoin(failure(refusal));
      return seat;
    }

    override async onCreate(options: { table: string; ticket?: unknown }): Promise<void> {
      const tenancy = ports.tenancy.take(options.ticket);
      // A client asked while no room of the table is live: it is being taken over, so try again.
      if (tenancy === null) refuseJoin(failure('busy', { table: options.table }));
      answerUnknown(this);
      this.#tenure = tenancy.tenure;
      this.#unsubscribeBans = ports.bans.onBan((playerId) => this.#sendAway(playerId));
      this.state.table = tenancy.tenure.table;
      this.#spectators = new Spectators(ports.occupancy, `crash/${tenancy.tenure.table}`);
      this.#actor = new TableActor(ports, tenancy.tenure, tenancy.rules, {
        changed: (urgent) => this.#changed(urgent),
        bet: (bet, game, state) => {
          tellBet(ports.events, tenancy.tenure.table, game, bet, state);
          if (!bet.bot) this.#plays(bet, state);
          this.#tellOwner(bet, game, state);
        },
        launched: (round) => tellLaunch(ports.events, tenancy.tenure.table, round),
        settled: (round) => tellBust(ports.events, tenancy.tenure.table, round),
        balance: (playerId, coins) => ports.feed.publish(playerId, { type: 'balance', balances: { coins } }),
        presentPlayerIds: () => new Set(this.#present.keys()),
        lost: (reason) => this.#lost(reason),
      });
      tenancy.attend({
        servedUntilMs: () => this.#actor.servedUntilMs(),
        shown: () => this.#shown(),
        lost: () => this.#actor.stop('fenced'),
        handOver: () => void this.#handOver(true, CLOSE_CODES.moved),
      });
      // The room can be joined before the table is live: it shows `paused` until then.
      this.#actor.start().then(tenancy.playing, (error) => this.#actor.fault(error));
    }

    /** Without a limit there is nothing to count; Colyseus would walk every pending seat at each join. */
    override hasReachedMaxClients(): boolean {
      return this.#closing;
    }

    override onDispose(): void {
      // Closed by nobody here (an operator's tool, a bug of the framework): the table opens again, elsewhere or here.
      if (!this.#closing) void this.#giveBack();
      this.#unsubscribeBans();
      this.#spectators.end();
    }

    override onJoin(client: Seated): void {
      this.#arrived(client);
    }

    override onDrop(client: Seated): void {
      this.#left(client);
      if (this.#actor.stopped) return;
      // Whatever the close code: a socket that went silent is closed with 4002 when its player comes back
      // by the token, and must find the seat held.
      this.allowReconnection(client, RECONNECT_WITHIN_SECONDS).catch(() => {});
    }

    override async onReconnect(client: Seated): Promise<void> {
      const seat = client.auth;
      if (seat?.player) {
        const standing = await ports.standing(seat.player);
        // A banned player comes back to a bet that is open: it is theirs to cash out.
        const mayEnd = ports.bans.isBanned(seat.player.id) && this.#hasOpenBet(seat.player.id);
        if (!standing.ok && !mayEnd) {
          client.leave(CLOSE_CODES.forbidden, standing.error.code);
          return;
        }
        if (standing.ok) seat.player = standing.value;
      }
      this.#arrived(client);
    }

    override onLeave(client: Seated): void {
      // After a drop this comes once more, when nobody came back: leaving twice changes nothing.
      this.#left(client);
    }

    override onBeforePatch(state: CrashState): void {
      if (!this.#boardChanged) return;
      this.#boardChanged = false;
      showBoard(state, this.#actor.board);
    }

    override async onBeforeShutdown(): Promise<void> {
      await this.#handOver(false, CLOSE_CODES.draining);
    }

    /** Asked twice (it moves, and then the process stops too), whichever is through first does it. */
    async #handOver(playedOut: boolean, closeCode: number): Promise<void> {
      await this.#actor.drain(playedOut);
      if (!this.#closing) await this.#giveBack();
      await this.disconnect(closeCode);
    }

    async #giveBack(): Promise<void> {
      this.#closing = true;
      const servedUntilMs = this.#actor.servedUntilMs();
      this.#actor.stop('drained');
      await ports.tenancy.giveUp(this.#tenure, 'drained', servedUntilMs);
    }

    #pace(): void {
      const crowd = CROWDS.find(({ connections }) => this.clients.length >= connections);
      const everyMs = crowd?.everyMs ?? TOTALS_EVERY_MS;
      if (this.patchRate !== everyMs) this.patchRate = everyMs;
    }

    #arrived(client: Seated): void {
      this.#pace();
      this.#spectators.arrived(client);
      const player = client.auth?.player;
      tellBroadcasts(ports, client, { room: 'crash', table: this.state.table, playerId: player?.id ?? null });
      if (!player) return;
      const connections = this.#present.get(player.id) ?? new Set();
      this.#present.set(player.id, connections.add(client));
      const { round } = this.#actor;
      const bet = round?.betOfPlayer.get(player.id);
      if (round && bet && bet.state !== 'pending') {
        client.send(
          'bet',
          ownBet(round.game, bet, stateOf(bet, round.phase), bet.state === 'cashed' ? bet.cashout : null),
        );
      }
      this.#list();
      if (ports.bans.isBanned(player.id)) this.#sendAway(player.id);
    }

    /** Closes a banned player's connections, once their bet here has ended. */
    #sendAway(playerId: string): void {
      const connections = this.#present.get(playerId);
      const stays = connections === undefined || !ports.bans.isBanned(playerId);
      if (!stays && this.#hasOpenBet(playerId)) {
        this.#leaving.add(playerId);
        return;
      }
      this.#leaving.delete(playerId);
      if (stays) return;
      for (const client of connections) client.leave(CLOSE_CODES.forbidden, 'forbidden');
    }

    #sendAll(): void {
      for (const playerId of this.#leaving) this.#sendAway(playerId);
    }

    #hasOpenBet(playerId: string): boolean {
      const { round } = this.#actor;
      const state = round?.phase === 'settled' ? undefined : round?.betOfPlayer.get(playerId)?.state;
      return state !== undefined && state !== 'cashed' && state !== 'cancelled';
    }

    #left(client: Seated): void {
      this.#pace();
      this.#spectators.left(client);
      endBroadcasts(client);
      const player = client.auth?.player;
      if (!player) return;
      const connections = this.#present.get(player.id);
      connections?.delete(client);
      if (connections?.size === 0) this.#present.delete(player.id);
      this.#list();
    }

    #changed(urgent: boolean): void {
      const actor = this.#actor;
      const openStakeCoins = actor.stopped ? 0 : actor.board.openStakeCoins;
      ports.occupancy.openStakes(`crash/${this.state.table}`, openStakeCoins);
      this.#boardChanged = true;
      // After the answer to what ended the bet, which leaves at the end of this turn of the event loop.
      if (this.#leaving.size > 0) setImmediate(() => this.#sendAll());
      if (!urgent) return;
      showRound(this.state, actor.round, actor.phase);
      this.broadcastPatch();
      this.#list();
    }

    #list(): void {
      ports.tables.update(this.state.table, { ...this.#shown(), rules: this.#actor.rules });
    }

    #shown() {
      return { phase: this.#actor.phase, players: this.#present.size, roomId: this.roomId };
    }

    /** From when the bet was received: its stake, which is booked before it is told here, is part of the session. */
    #plays({ accountId, receivedAtMs }: Bet, state: OwnBet['state']): void {
      if (state === 'open') ports.playTime.plays(accountId, receivedAtMs, BET_PLAYS_MS);
      else ports.playTime.plays(accountId, ports.clock.nowMs(), BET_ENDED_PLAYS_MS);
    }

    #tellOwner(bet: Bet, game: number, state: OwnBet['state']): void {
      const message = ownBet(game, bet, state, state === 'cashed' ? bet.cashout : null);
      const connections = this.#present.get(bet.playerId);
      for (const client of connections ?? []) client.send('bet', message);
      if (connections !== undefined || bet.bot || (state !== 'cashed' && state !== 'lost')) return;
      const data = { table: this.state.table, ...message };
      this.#notices.add({ playerId: bet.playerId, dedupeKey: bet.betId, kind: 'crash.ended', data });
    }

    #lost(reason: 'fenced' | 'fault'): void {
      const ids = { ...idsOf('crash', this), fence: this.#tenure.fence };
      ports.log.warn({ ...ids, code: reason }, 'table given up');
      void ports.tenancy.giveUp(this.#tenure, reason);
      // Clients join again, and find the table wherever it lives next.
      if (reason !== 'fenced') return;
      this.#closing = true;
      this.disconnect(CLOSE_CODES.moved)
        .catch(() => {})
        .finally(() => ports.tenancy.closed(this.#tenure));
    }
  };
}

function stateOf(bet: Bet, phase: 'betting' | 'flying' | 'settled'): OwnBet['state'] {
  if (bet.state === 'cashed' || bet.state === 'cancelled') return bet.state;
  return phase === 'settled' ? 'lost' : 'open';
}
