import { ServerError } from '@colyseus/core';
import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import type { ClusterStore } from '../../domain/cluster/port.ts';
import type { LeaseStore } from '../../domain/crash/port.ts';
import type { Promises } from '../checks/promises.ts';
import type { Watch } from '../checks/watch.ts';
import { memoryCluster } from '../database/clusterStore.ts';
import { memoryLeases } from '../database/leaseStore.ts';
import type { Tables } from '../database/tables.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import { time } from '../virtualTime.ts';
import type { RoomListing, SimulatedHost } from './host.ts';

interface Subscriber {
  process: SimulatedHost;
  channel: string;
  listener: (message: JsonValue, fromMemberId: string) => void;
}

export interface NetworkOptions {
  tables: Tables;
  watch: Watch;
  promises: Promises;
  faults: Faults;
  random: Random;
  /** Games in a seed chain. */
  chainLength: number;
}

/** What processes share besides the store: the bus, the list of rooms, and the ways between them and to clients. */
export class Network {
  readonly tables: Tables;
  readonly watch: Watch;
  readonly promises: Promises;
  readonly chainLength: number;
  /** By room id: Colyseus' list in Redis. */
  readonly rooms = new Map<string, RoomListing>();
  readonly processes = new Map<string, SimulatedHost>();
  faults: Faults;
  readonly #random: Random;
  readonly #cluster: ClusterStore;
  readonly #leases: LeaseStore;
  readonly #subscribers = new Set<Subscriber>();
  #onGone: (process: SimulatedHost) => void = () => {};

  constructor({ tables, watch, promises, faults, random, chainLength }: NetworkOptions) {
    this.tables = tables;
    this.watch = watch;
    this.promises = promises;
    this.faults = faults;
    this.#random = random;
    this.chainLength = chainLength;
    this.#cluster = memoryCluster(tables);
    this.#leases = memoryLeases(tables);
  }

  process(processId: string): SimulatedHost | undefined {
    const process = this.processes.get(processId);
    return process?.dead === false ? process : undefined;
  }

  onGone(listener: (process: SimulatedHost) => void): void {
    this.#onGone = listener;
  }

  /** It has exited, or was killed. */
  gone(process: SimulatedHost): void {
    if (process.dead) return;
    process.dead = true;
    this.processes.delete(process.processId);
    for (const [roomId, { processId }] of this.rooms) {
      if (processId === process.processId) this.rooms.delete(roomId);
    }
    for (const subscriber of this.#subscribers) {
      if (subscriber.process === process) this.#subscribers.delete(subscriber);
    }
    this.#onGone(process);
  }

  bus(process: SimulatedHost): Bus {
    return {
      memberId: process.memberId,
      publish: (channel, message) => {
        const delayMs = 1 + (this.#random.word() & 3);
        for (const subscriber of this.#subscribers) {
          if (subscriber.process === process || subscriber.channel !== channel) continue;
          if (this.#random.chance(this.faults.messageLost)) continue;
          time.after(delayMs, subscriber.process, () => subscriber.listener(message, process.memberId));
        }
      },
      subscribe: (channel, listener) => {
        const subscriber = { process, channel, listener };
        this.#subscribers.add(subscriber);
        return () => this.#subscribers.delete(subscriber);
      },
      onGap: () => () => {},
      close: async () => {},
    };
  }

  clusterStore({ link }: SimulatedHost): ClusterStore {
    const cluster = this.#cluster;
    return {
      beat: (member) => link.call(() => cluster.beat(member)),
      view: (memberId) => link.call(() => cluster.view(memberId)),
      leave: (memberId) => link.call(() => cluster.leave(memberId)),
      show: (tenure, place) => link.call(() => cluster.show(tenure, place)),
      balancesOf: (playerIds) => link.call(() => cluster.balancesOf(playerIds)),
    };
  }

  leases({ link }: SimulatedHost): LeaseStore {
    const leases = this.#leases;
    return {
      acquire: (table, owner) => link.call(() => leases.acquire(table, owner)),
      renew: (tenure, heartbeatAtMs) => link.call(() => leases.renew(tenure, heartbeatAtMs)),
      release: (tenure, heartbeatAtMs) => link.call(() => leases.release(tenure, heartbeatAtMs)),
    };
  }

  /** Whether the list of rooms does not answer this time. */
  listAway(): boolean {
    return this.#random.chance(this.faults.roomListAway);
  }

  listError(): Error {
    return new ServerError(503, 'busy');
  }

  /** One process asks another, and waits no longer than that. */
  call(from: SimulatedHost, to: SimulatedHost, withinMs: number, work: () => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      time.after(withinMs, from, () => reject(new Error(`${to.name} does not answer`)));
      time.after(1 + (this.#random.word() & 3), to, () => {
        const back = (settle: () => void) => time.after(1 + (this.#random.word() & 3), from, settle);
        Promise.resolve()
          .then(work)
          .then(
            (answer) => back(() => resolve(answer)),
            (error) => back(() => reject(error)),
          );
      });
    });
  }

  /** A message between a client and a process (null: the client is where it arrives): late, lost or twice, as it comes. */
  carry(to: SimulatedHost | null, deliver: () => void): void {
    const { messageLost, messageTwice, messageLate } = this.faults;
    const random = this.#random;
    if (random.chance(messageLost)) return;
    const delayMs = () => (random.chance(messageLate) ? random.between(50, 3_000) : 1 + (random.word() & 15));
    time.after(delayMs(), to, deliver);
    if (random.chance(messageTwice)) time.after(delayMs(), to, deliver);
  }
}
