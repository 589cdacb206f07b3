import { matchMaker } from '@colyseus/core';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { crashRoom } from '../../rooms/crash/crashRoom.ts';
import { gachaRoom } from '../../rooms/gacha/gachaRoom.ts';
import type { RoomPorts } from '../../rooms/ports.ts';
import { rpsRoom } from '../../rooms/rps/rpsRoom.ts';
import { rpsMatchRoom } from '../../rooms/rps_match/rpsMatchRoom.ts';
import { slotsRoom } from '../../rooms/slots/slotsRoom.ts';
import { closeAbandonedSessions } from '../../server/abandonedSessions.ts';
import { joinCluster, type Membership } from '../../server/cluster/membership.ts';
import { tableRoute } from '../../server/cluster/seating.ts';
import { createMatchRouting } from '../../server/matchRouting.ts';
import { startMatchSweeper } from '../../server/matchSweeper.ts';
import { createTableDirectory } from '../../server/tableDirectory.ts';
import { TableKeeper } from '../../server/tableKeeper.ts';
import type { RoomRoute } from '../../server/transport/matchmaking.ts';
import type { Random } from '../random.ts';
import { time } from '../virtualTime.ts';
import { createPorts } from './createPorts.ts';
import type { HostedRoom, RoomListing, SimulatedHost } from './host.ts';
import type { Network } from './network.ts';
import { links, type StoreLink } from './storeLink.ts';

const LIST_ANSWERS_MS = 2;
const CALL_GIVEN_UP_MS = 2_000;
/** As long as a stopping process lets a flight go on. */
const GRACE_MS = 8_000;

/**
 * One process start: the shipped rooms, table keeper, membership, sweepers and ledger queue, put together as
 * `server/main.ts` does it, on simulated ground.
 */
export class SimulatedProcess implements SimulatedHost {
  dead = false;
  stalledUntilMs = 0;
  draining = false;
  /** The connection that shows that it lives is gone until then. */
  lockLostUntilMs = 0;
  readonly name: string;
  readonly processId: string;
  readonly memberId: string;
  readonly rooms = new Map<string, HostedRoom>();
  readonly kinds = new Map<string, unknown>();
  readonly network: Network;
  readonly link: StoreLink;
  readonly random: Random;
  ports!: RoomPorts;
  keeper!: TableKeeper;
  membership: Membership | null = null;
  readonly routes = new Map<string, RoomRoute>();
  #stopWork: (() => Promise<unknown>)[] = [];

  constructor(
    name: string,
    network: Network,
    random: Random,
    link: (process: SimulatedProcess) => StoreLink,
  ) {
    this.name = name;
    this.network = network;
    this.random = random;
    this.memberId = random.uuid();
    this.processId = `${name}-${random.hex(3)}`;
    this.link = link(this);
  }

  get isUp(): boolean {
    return !this.dead && this.membership !== null;
  }

  async start(rules: readonly TableRules[]): Promise<void> {
    links.set(this.processId, this.link);
    const log = this.network.watch.log(this.name);
    const { memberId, processId, random } = this;
    const bus = this.network.bus(this);
    const membership = await joinCluster({
      ...{ store: this.network.clusterStore(this), bus, log, draining: () => this.draining },
      self: { memberId, processId, publicAddress: processId },
    });
    const settings = {
      current: (table: string) => ({ table, paused: null, limits: null }),
      subscribe: () => () => {},
    };
    const tables = createTableDirectory(rules, settings, membership);
    this.keeper = new TableKeeper({
      ...{ leases: this.network.leases(this), membership, tables: rules, log },
      show: (tenure, place) => this.network.clusterStore(this).show(tenure, place),
      newUuid: () => random.uuid(),
      onLeaseChange() {},
      openRoom: async (table, ticket) => {
        await matchMaker.createRoom('crash', { table, ticket });
      },
    });
    this.ports = createPorts(this, rules, tables, this.keeper);
    this.#defineRooms();
    this.routes.set(
      'crash',
      tableRoute(tables, membership, () => !this.network.listAway()),
    );
    for (const name of ['slots', 'gacha', 'rps']) {
      this.routes.set(name, (_method, options, context) => matchMaker.create(name, options, context));
    }
    this.routes.set('rps_match', createMatchRouting(this.ports));
    this.membership = membership;
    this.keeper.start();
    const matches = startMatchSweeper(this.ports);
    const abandoned = closeAbandonedSessions(this.ports.sessions, log);
    this.#stopWork = [() => abandoned.stop(), () => matches.stop(), () => membership.stop()];
  }

  /** Asked to stop, as by SIGTERM: what is open is ended in order, then the process is gone. */
  async stop(): Promise<void> {
    this.draining = true;
    this.keeper.stop();
    const stoppedAtMs = time.nowMs;
    const closing = [...this.rooms.values()].map((room) => room.onBeforeShutdown?.());
    const late = new Promise((resolve) => setTimeout(resolve, GRACE_MS + 4_000));
    await Promise.race([Promise.allSettled(closing), late]);
    for (const stop of this.#stopWork) await Promise.race([stop(), late]);
    this.network.watch.note(() => `${this.name} stopped after ${time.nowMs - stoppedAtMs} ms`);
    this.network.gone(this);
  }

  drainMs(): number {
    return this.draining ? GRACE_MS : 0;
  }

  newRoomId(): string {
    return this.random.hex(5);
  }

  list(listing: RoomListing): void {
    this.network.rooms.set(listing.roomId, listing);
  }

  unlist(roomId: string): void {
    this.network.rooms.delete(roomId);
  }

  findRoom(roomId: string): Promise<RoomListing | undefined> {
    const own = this.rooms.get(roomId);
    if (own !== undefined) return Promise.resolve(own._listing);
    return this.#askList(() => {
      const listing = this.network.rooms.get(roomId);
      return listing && this.membership?.lives(listing.processId) ? listing : undefined;
    });
  }

  openRooms({ betCoins }: { betCoins: number }): Promise<RoomListing[]> {
    return this.#askList(() =>
      [...this.network.rooms.values()].filter(
        (room) =>
          room.name === 'rps_match' &&
          !room.private &&
          !room.locked &&
          (room.options as { betCoins: number }).betCoins === betCoins &&
          (room.processId === this.processId || this.membership?.lives(room.processId)),
      ),
    );
  }

  async callRoom(
    roomId: string,
    method: string,
    words: unknown[],
    withinMs = CALL_GIVEN_UP_MS,
  ): Promise<unknown> {
    const own = this.rooms.get(roomId);
    if (own !== undefined) return callMethod(own, method, words);
    const listing = this.network.rooms.get(roomId);
    const other = listing && this.network.process(listing.processId);
    if (other === undefined || this.network.listAway()) throw new Error(`room ${roomId} does not answer`);
    return this.network.call(this, other, withinMs, () => {
      const room = other.rooms.get(roomId);
      if (room === undefined) throw new Error(`no room ${roomId}`);
      return callMethod(room, method, words);
    });
  }

  #askList<T>(look: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const away = this.network.listAway();
      time.after(LIST_ANSWERS_MS, this, () => {
        if (away) reject(this.network.listError());
        else resolve(look());
      });
    });
  }

  #defineRooms(): void {
    const { ports, kinds } = this;
    kinds.set('crash', crashRoom(ports));
    kinds.set('slots', slotsRoom(ports));
    kinds.set('gacha', gachaRoom(ports));
    kinds.set('rps', rpsRoom(ports));
    kinds.set('rps_match', rpsMatchRoom(ports));
  }
}

function callMethod(room: HostedRoom, method: string, words: unknown[]): unknown {
  return (room as unknown as Record<string, (...words: unknown[]) => unknown>)[method]!(...words);
}
