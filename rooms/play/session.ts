import type { Client } from '@colyseus/core';
import { assert } from '../../domain/assert.ts';
import type { EventDraft } from '../../domain/events/event.ts';
import type { LoadedOdds } from '../../domain/games/odds.ts';
import type { SessionSummary } from '../../domain/games/port.ts';
import type { Player } from '../../domain/identity/port.ts';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import { fail, type Result } from '../../domain/result.ts';
import { ANSWER_WITHIN_MS, within } from '../answerInTime.ts';
import { endBroadcasts, tellBroadcasts } from '../broadcasts.ts';
import { stakeRefusal } from '../mayStake.ts';
import { refuseJoin, type Seat } from '../requests.ts';
import { StillRoom } from '../stillRoom.ts';
import { untilStored } from '../untilStored.ts';
import type { House, WatchedSession } from './house.ts';
import type { FinishedGame, GameOrder } from './order.ts';
import { play } from './play.ts';
import type { PlayerDesk } from './playerDesk.ts';

const RECONNECT_WITHIN_SECONDS = 60;
/** An honest client sends a handful; a flood is closed by Colyseus with 4002. */
const MAX_MESSAGES_PER_SECOND = 100;

export type SessionClient<Odds> = Client<{ auth: Seat; userData: GameSession<Odds> }>;

/** What a session is, apart from the room. */
interface Own<Odds> {
  readonly house: House;
  readonly game: SessionSummary['game'];
  /** The machine or banner; `house` for rock-paper-scissors. */
  variant: string;
  odds: LoadedOdds<Odds> | null;
  sessionId: string;
  lastGameAtMs: number;
  away: boolean;
  player: Player | null;
  /** Its beginning, on its way into the store; null before the player has joined. */
  opening: Promise<Result<void>> | null;
  /** It is stored as begun. */
  isOpen: boolean;
  /** Null until the player has joined, and again once the session is over. */
  desk: PlayerDesk | null;
  /** Ends the counting of time. */
  stopsPlaying: () => void;
  summary: Promise<Result<SessionSummary>> | null;
  closing: boolean;
  /** Nobody waits any longer for the summary to be stored. */
  abandoned: boolean;
}

/**
 * A session room: one player's, at one machine, banner or table. It has no state; what is told are messages, and
 * at its end the stored summary.
 */
export abstract class GameSession<Odds>
  extends StillRoom<{ client: SessionClient<Odds> }>
  implements WatchedSession
{
  override maxClients = 1;
  override maxMessagesPerSecond = MAX_MESSAGES_PER_SECOND;
  // One field for all, since there are many rooms: Colyseus turns a room into a hash table, and each of its
  // fields costs several times what it costs in a plain object.
  readonly #own: Own<Odds>;

  constructor(house: House, game: SessionSummary['game']) {
    super();
    this.#own = {
      house,
      game,
      variant: '',
      odds: null,
      sessionId: '',
      lastGameAtMs: 0,
      away: false,
      player: null,
      opening: null,
      isOpen: false,
      desk: null,
      stopsPlaying: nothing,
      summary: null,
      closing: false,
      abandoned: false,
    };
  }

  get odds(): LoadedOdds<Odds> {
    assert(this.#own.odds !== null, 'a session is asked for its odds before it is open');
    return this.#own.odds;
  }

  get sessionId(): string {
    return this.#own.sessionId;
  }

  get lastGameAtMs(): number {
    return this.#own.lastGameAtMs;
  }

  get away(): boolean {
    return this.#own.away;
  }

  /** Sends what stands between the games: on joining, on coming back, and after a game elsewhere. */
  protected abstract sendStanding(client: SessionClient<Odds>, desk: PlayerDesk): Promise<Result<void>>;

  protected opens(variant: string, odds: LoadedOdds<Odds> | undefined): void {
    assert(odds !== undefined, `no odds of ${this.#own.game} ${variant}`);
    this.#own.variant = variant;
    this.#own.odds = odds;
    // Only who created it has a seat: nobody finds it, and nobody joins it by its id.
    void this.lock();
  }

  override async onJoin(client: SessionClient<Odds>): Promise<void> {
    const { ports } = this.#own.house;
    const player = client.auth!.player!;
    const { id: playerId } = player;
    client.userData = this;
    this.#own.player = player;
    this.#own.sessionId = ports.newUuid();
    this.#own.lastGameAtMs = ports.clock.nowMs();
    const desk = this.#own.house.opened(playerId, this);
    this.#own.desk = desk;
    this.#own.opening = ports.sessions.open({
      ...{ sessionId: this.#own.sessionId, playerId, game: this.#own.game, variant: this.#own.variant },
      startedAtMs: this.#own.lastGameAtMs,
    });
    const opened = await this.#own.opening;
    if (opened.ok) this.#begins(player);
    this.#own.isOpen = opened.ok;
    if (ports.bans.isBanned(playerId)) this.endForbidden();
    const told = opened.ok ? await this.sendStanding(client, desk) : opened;
    if (told.ok) {
      this.#tellBroadcasts(client);
      return;
    }
    if (!opened.ok) this.#over(desk);
    refuseJoin(told.error);
  }

  override onDrop(client: SessionClient<Odds>): void {
    this.#own.away = true;
    endBroadcasts(client);
    this.allowReconnection(client, RECONNECT_WITHIN_SECONDS).catch(nothing);
  }

  override async onReconnect(client: SessionClient<Odds>): Promise<void> {
    this.#own.away = false;
    const seat = client.auth!;
    const standing = await this.#own.house.ports.standing(seat.player!);
    if (!standing.ok) {
      client.leave(CLOSE_CODES.forbidden, standing.error.code);
      return;
    }
    seat.player = standing.value;
    this.tellStanding();
    this.#tellBroadcasts(client);
  }

  /** Comes once for each connection that is gone for good. */
  override async onLeave(client: SessionClient<Odds>): Promise<void> {
    endBroadcasts(client);
    await this.#endSurely();
  }

  override onBeforeShutdown(): void {
    void this.#drain();
  }

  endIdle(): void {
    void this.#closeDown(CLOSE_CODES.ended);
  }

  /** The player was banned: after the game under way. */
  endForbidden(): void {
    if (this.#own.isOpen) void this.#closeDown(CLOSE_CODES.forbidden);
  }

  giveWay(): void {
    if (this.#own.desk !== null) this.#own.house.closed(this.#own.desk, this);
    void this.#closeDown(CLOSE_CODES.ended);
  }

  playedElsewhere(game: string, variant: string): void {
    if (game === this.#own.game && variant === this.#own.variant) this.tellStanding();
  }

  tellStanding(): void {
    const client = this.clients[0];
    const desk = this.#own.desk;
    if (client === undefined || desk === null) return;
    this.sendStanding(client, desk).catch((error) => this.#bug(error, 'standing'));
  }

  /** Plays one game in this session. */
  async play<Outcome>(
    order: Omit<GameOrder<Outcome>, 'sessionId' | 'game' | 'variant' | 'oddsHash'>,
  ): Promise<Result<FinishedGame<Outcome>>> {
    const desk = this.#own.desk;
    if (desk === null || this.#own.summary !== null) {
      return fail('not_found', { field: 'session' }, 'This session has ended: join again to play on.');
    }
    const { house, game, variant, sessionId } = this.#own;
    const { oddsHash } = this.odds;
    const refusal = order.player.ageConfirmed ? null : await stakeRefusal(house.ports, order.player);
    const check: typeof order.check = (seen) => {
      const error = house.ports.bans.refusal(desk.playerId) ?? refusal;
      return error === null ? order.check(seen) : { ok: false, error };
    };
    const finished = await play(house.ports, desk, { ...order, check, game, variant, sessionId, oddsHash });
    if (!finished.ok) return finished;
    this.#own.lastGameAtMs = house.ports.clock.nowMs();
    for (const other of desk.sessions) if (other !== this) other.playedElsewhere(game, variant);
    return finished;
  }

  /** What `end {}` asks for: the answer is the summary, then the room closes. */
  async endByRequest(): Promise<Result<SessionSummary>> {
    const ended = await this.#end();
    // After the answer, which leaves at the end of this turn of the event loop.
    if (ended.ok) setImmediate(() => void this.#closeDown(CLOSE_CODES.ended));
    return ended;
  }

  /** The summary, once: whoever asks again gets the same. After an outage it can be asked for again. */
  #end(): Promise<Result<SessionSummary>> {
    if (this.#own.summary !== null) return this.#own.summary;
    const desk = this.#own.desk;
    if (desk === null) return Promise.resolve(fail('not_found', { field: 'session' }));
    // After the game under way, which belongs to it; and after its beginning, when the process stops while somebody joins.
    const summary = desk.turns.take(async () => {
      const opened = await this.#own.opening!;
      if (!opened.ok) return opened;
      const { sessions, clock } = this.#own.house.ports;
      return sessions.close(this.#own.sessionId, clock.nowMs());
    });
    this.#own.summary = summary;
    void summary.then((ended) => {
      if (!ended.ok) {
        this.#own.summary = null;
        return;
      }
      const { rounds, betCoins, winCoins } = ended.value;
      this.#tell('session.ended', { rounds, betCoins, winCoins });
      this.clients[0]?.send('summary', ended.value);
      this.#over(desk);
    }, nothing);
    return summary;
  }

  /** Until it is stored, or until the process stops: the next one then closes it at its last game. */
  async #endSurely(): Promise<void> {
    if (this.#own.desk === null) return;
    try {
      await untilStored(
        () => this.#end(),
        () => this.#own.abandoned,
      );
    } catch (error) {
      this.#bug(error, 'end');
    }
    if (this.#own.desk !== null) this.#over(this.#own.desk);
  }

  async #closeDown(code: number): Promise<void> {
    if (this.#own.closing) return;
    this.#own.closing = true;
    // What an outage keeps from being stored by then goes on after the room.
    await within(this.#endSurely(), ANSWER_WITHIN_MS);
    await this.disconnect(code);
  }

  async #drain(): Promise<void> {
    await within(this.#endSurely(), ANSWER_WITHIN_MS);
    this.#own.abandoned = true;
    await this.#closeDown(CLOSE_CODES.draining);
  }

  #tell(type: 'session.opened' | 'session.ended', more: object): void {
    const { house, player, sessionId, game, variant } = this.#own;
    const { id, nickname, bot } = player!;
    const data = { sessionId, game, variant, ...more };
    house.ports.events.publish({ type, player: { id, nickname }, bot, data } as EventDraft);
  }

  #begins({ bot, accounts }: Player): void {
    this.#tell('session.opened', {});
    if (!bot) this.#own.stopsPlaying = this.#own.house.ports.playTime.enters(accounts.coins);
  }

  #over(desk: PlayerDesk): void {
    this.#own.desk = null;
    this.#own.stopsPlaying();
    this.#own.house.closed(desk, this);
  }

  #tellBroadcasts(client: SessionClient<Odds>): void {
    const { house, game: room } = this.#own;
    tellBroadcasts(house.ports, client, { room, playerId: client.auth!.player!.id });
  }

  #bug(error: unknown, type: string): void {
    const { game, desk, sessionId, house } = this.#own;
    const ids = { room: game, roomId: this.roomId, sessionId, playerId: desk?.playerId };
    house.ports.log.error({ err: error, ...ids, type, code: 'internal' }, 'a session met a bug');
  }
}

function nothing(): void {}
