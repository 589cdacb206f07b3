import type { TableRules } from '../../domain/crash/tables.data.ts';
import type { Served } from '../checks/served.ts';
import { NO_FAULTS } from '../faults.ts';
import { Random } from '../random.ts';
import { time } from '../virtualTime.ts';
import type { SimulatedHost } from './host.ts';
import type { Network } from './network.ts';
import { SimulatedProcess } from './process.ts';
import { links, type Outage, StoreLink } from './storeLink.ts';

/** A supervisor starts a process that is gone again. */
const RESTART_MS = 1_500;
const STARTS_APART_MS = 200;

/** All processes of a world, each in a place of its own: what becomes of one is followed by another. */
export class Fleet {
  readonly outage: Outage = { untilMs: 0 };
  /** Every one there ever was. */
  readonly #all: SimulatedProcess[] = [];
  readonly #seed: number;
  readonly #random: Random;
  readonly #network: Network;
  readonly #served: Served;
  readonly #rules: readonly TableRules[];
  readonly #places: (SimulatedProcess | null)[];
  /** Owners whose process is gone. */
  readonly #gone = new Set<string>();

  /** @param size how many there are at a time */
  constructor(seed: number, network: Network, served: Served, rules: readonly TableRules[], size: number) {
    this.#seed = seed;
    this.#random = new Random(seed, 'fleet');
    this.#network = network;
    this.#served = served;
    this.#rules = rules;
    this.#places = new Array(size).fill(null);
    links.clear();
    network.tables.isGone = (owner) => this.#isGone(owner);
    network.onGone((process) => this.#wentAway(process));
    for (let place = 0; place < size; place += 1) this.#start(place, place * STARTS_APART_MS);
  }

  /** One that runs, or null. */
  chosen(dice: number): SimulatedProcess | null {
    const process = this.#places[dice % this.#places.length];
    return process?.isUp ? process : null;
  }

  /** One that a client's entry leads to, or null. */
  entry(): SimulatedProcess | null {
    const taking = this.#places.filter((process) => process?.isUp && !process.draining);
    return taking.length === 0 ? null : this.#random.pick(taking)!;
  }

  owns({ memberId }: SimulatedHost): boolean {
    return this.#network.tables.leases.get('main')?.owner === memberId;
  }

  get holdsTable(): boolean {
    return this.#places.some((process) => process !== null && this.owns(process));
  }

  /** It stands still: nothing in it happens, until then. */
  stall(process: SimulatedProcess, ms: number): void {
    process.stalledUntilMs = Math.max(process.stalledUntilMs, time.nowMs + ms);
    if (this.owns(process)) this.#served.ownerStalls(time.nowMs, process.stalledUntilMs);
  }

  /** From now on nothing goes wrong by itself. Who stands still does so to the end. */
  calm(): void {
    this.outage.untilMs = 0;
    this.#network.faults = NO_FAULTS;
    for (const process of this.#places) {
      if (process !== null) Object.assign(process.link, { faults: NO_FAULTS, cutUntilMs: 0 });
    }
  }

  /** The world is over: what modules of the code hold of its rooms is let go, as it goes with a real process. */
  end(): void {
    for (const process of this.#all) {
      time.as(process, () => {
        for (const room of process.rooms.values()) room.onDispose?.();
      });
    }
  }

  #start(place: number, inMs: number): void {
    time.after(inMs, null, () => {
      const network = this.#network;
      const random = new Random(this.#seed, `process ${this.#all.length + 1}`);
      const link = (owner: SimulatedProcess) =>
        new StoreLink(owner, network.tables, this.outage, network.faults, random);
      const process = new SimulatedProcess(`p${place + 1}.${this.#all.length + 1}`, network, random, link);
      network.processes.set(process.processId, process);
      this.#places[place] = process;
      this.#all.push(process);
      time.after(0, process, () => {
        const failed = (error: Error) => network.watch.violated('SI9', `${process.name}: ${error.stack}`);
        process.start(this.#rules).catch(failed);
      });
    });
  }

  #wentAway(process: SimulatedHost): void {
    this.#gone.add(process.memberId);
    if (this.owns(process)) this.#served.ownerGone(time.nowMs);
    this.#start(this.#places.indexOf(process as SimulatedProcess), RESTART_MS);
  }

  #isGone(owner: string): boolean {
    if (this.#gone.has(owner)) return true;
    const process = this.#places.find((each) => each?.memberId === owner);
    return process != null && time.nowMs < process.lockLostUntilMs;
  }
}
