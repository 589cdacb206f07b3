import type { GachaBanner } from '../../domain/gacha/banner.ts';
import type { Player } from '../../domain/identity/port.ts';
import { rightsOf } from '../../domain/identity/ranks.ts';
import type { RoomPorts } from '../ports.ts';
import { BannerStock } from './bannerStock.ts';
import { type DeskSession, PlayerDesk } from './playerDesk.ts';

/** A session without a game for this long ends. */
export const IDLE_ENDS_AFTER_MS = 30 * 60_000;

const LOOK_EVERY_MS = 5_000;
/** A place is kept for who was let in, until the seat would have expired too. */
const SEAT_KEPT_MS = 16_000;

/** A session as the house watches it. */
export interface WatchedSession extends DeskSession {
  readonly lastGameAtMs: number;
  /** Ends it because nobody plays. */
  endIdle(): void;
}

/** What the session rooms of a process share: its players' desks, the stock it knows of, and the watch for idle ones. */
export class House {
  readonly ports: RoomPorts;
  readonly #desks = new Map<string, PlayerDesk>();
  readonly #stocks = new Map<string, BannerStock>();
  readonly #sessions = new Set<WatchedSession>();
  /** Until when the places of players are kept who were let in and have not joined yet. */
  readonly #expected = new Map<string, number[]>();
  #watch: NodeJS.Timeout | undefined;

  constructor(ports: RoomPorts) {
    this.ports = ports;
    ports.bans.onBan((playerId) => {
      for (const session of this.#desks.get(playerId)?.sessions ?? []) session.endForbidden();
    });
  }

  /**
   * Keeps a place for another session of the player's; false if it has as many as its rank allows. One whose connection is lost
   * gives way.
   */
  letIn({ id: playerId, rank }: Pick<Player, 'id' | 'rank'>): boolean {
    const expected = this.#expected.get(playerId) ?? [];
    const desk = this.#desks.get(playerId);
    const open = (desk?.sessions.size ?? 0) + this.#stillExpected(expected).length;
    if (open >= rightsOf(rank).gameSessions) {
      const absent = [...(desk?.sessions ?? [])].find((session) => session.away);
      if (absent === undefined) return false;
      absent.giveWay();
    }
    expected.push(this.ports.clock.nowMs() + SEAT_KEPT_MS);
    this.#expected.set(playerId, expected);
    this.#keepWatch();
    return true;
  }

  /** The player took its place: from now on its desk is held. */
  opened(playerId: string, session: WatchedSession): PlayerDesk {
    const expected = this.#expected.get(playerId);
    expected?.shift();
    if (expected?.length === 0) this.#expected.delete(playerId);
    let desk = this.#desks.get(playerId);
    if (desk === undefined) {
      desk = new PlayerDesk(playerId);
      this.#desks.set(playerId, desk);
    }
    desk.sessions.add(session);
    this.#sessions.add(session);
    this.#keepWatch();
    return desk;
  }

  closed(desk: PlayerDesk, session: WatchedSession): void {
    this.#sessions.delete(session);
    desk.sessions.delete(session);
    if (desk.sessions.size === 0 && this.#desks.get(desk.playerId) === desk)
      this.#desks.delete(desk.playerId);
  }

  stock(banner: GachaBanner): BannerStock {
    let stock = this.#stocks.get(banner.banner);
    if (stock === undefined) {
      const made = new BannerStock(this.ports, banner);
      stock = made;
      this.ports.banners.onStockSet(() => made.refresh());
      this.#stocks.set(banner.banner, stock);
    }
    return stock;
  }

  #keepWatch(): void {
    this.#watch ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  #look(): void {
    const nowMs = this.ports.clock.nowMs();
    for (const session of this.#sessions) {
      if (nowMs - session.lastGameAtMs >= IDLE_ENDS_AFTER_MS) session.endIdle();
    }
    for (const [playerId, expected] of this.#expected) {
      if (this.#stillExpected(expected).length === 0) this.#expected.delete(playerId);
    }
    if (this.#sessions.size + this.#expected.size > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  /** Drops the places that nobody took. */
  #stillExpected(expected: number[]): number[] {
    const nowMs = this.ports.clock.nowMs();
    while (expected.length > 0 && expected[0]! <= nowMs) expected.shift();
    return expected;
  }
}

const houses = new WeakMap<RoomPorts, House>();

/** The one house of a process, whichever of its rooms asks first. */
export function houseOf(ports: RoomPorts): House {
  let house = houses.get(ports);
  if (house === undefined) {
    house = new House(ports);
    houses.set(ports, house);
  }
  return house;
}
