import {
  type Adoption,
  type AdoptionEvent,
  adopt,
  holds,
  UNKNOWN,
} from '../../../domain/cluster/adoption.ts';
import { placement } from '../../../domain/cluster/placement.ts';

const STEP_MS = 100;
const LEASE_MS = 3_000;
const RENEW_MS = 1_000;
const OPENS_IN_MS = 200;

interface SimulatedMember {
  id: string;
  adoption: Adoption;
  stopping: boolean;
  stalled: boolean;
  renewedAtMs: number;
  /** When the room is through with opening, or with its part of the draining. */
  dueAtMs: number | null;
}

/** Members, one table and its lease, in steps of 100 ms. */
export class SimulatedCluster {
  fence = 0;
  twoUnderOneFence = false;
  #nowMs = 0;
  #named = 0;
  #holder: string | null = null;
  #expiresAtMs = 0;
  readonly #orders = new Map<string, string[]>();
  readonly #members = new Map<string, SimulatedMember>();

  join(): void {
    const id = `member${++this.#named}`;
    const fresh = { adoption: UNKNOWN, stopping: false, stalled: false, renewedAtMs: 0, dueAtMs: null };
    this.#members.set(id, { id, ...fresh });
  }

  act(act: string, who: number): void {
    const all = [...this.#members.values()];
    const member = all[who % Math.max(1, all.length)];
    if (act === 'join') this.join();
    if (member === undefined) return;
    if (act === 'kill') this.#members.delete(member.id);
    if (act === 'stall') member.stalled = true;
    if (act === 'wake') member.stalled = false;
    if (act === 'fault') this.#on(member, { type: 'faulted' });
    if (act === 'stop' && !member.stalled) {
      member.stopping = true;
      this.#on(member, { type: 'stopping' });
    }
  }

  advance(ms: number): void {
    for (const untilMs = this.#nowMs + ms; this.#nowMs < untilMs; this.#nowMs += STEP_MS) {
      for (const member of [...this.#members.values()]) if (!member.stalled) this.#step(member);
      const fences = [...this.#members.values()].flatMap(({ adoption }) =>
        holds(adoption) ? [adoption.fence] : [],
      );
      if (new Set(fences).size < fences.length) this.twoUnderOneFence = true;
    }
  }

  /** Of those that are awake and believe that they play. */
  liveFences(): number[] {
    return [...this.#members.values()].flatMap(({ adoption, stalled }) =>
      adoption.state === 'live' && !stalled ? [adoption.fence] : [],
    );
  }

  #step(member: SimulatedMember): void {
    const { adoption } = member;
    if (holds(adoption) && this.#nowMs >= member.renewedAtMs + RENEW_MS) {
      member.renewedAtMs = this.#nowMs;
      if (this.fence !== adoption.fence) this.#on(member, { type: 'fenced' });
      else this.#expiresAtMs = this.#nowMs + LEASE_MS;
    }
    if (member.dueAtMs !== null && this.#nowMs >= member.dueAtMs) {
      member.dueAtMs = null;
      this.#on(member, { type: member.adoption.state === 'draining' ? 'drained' : 'playing' });
    }
    const rank = this.#order().indexOf(member.id);
    this.#on(member, { type: 'seen', free: this.#isFree(), rank: rank === -1 ? null : rank });
    if (member.stopping && !holds(member.adoption)) this.#members.delete(member.id);
  }

  #order(): string[] {
    const taking = [...this.#members.values()].filter(({ stopping, stalled }) => !stopping && !stalled);
    const ids = taking.map(({ id }) => id);
    const known = this.#orders.get(ids.join());
    const order = known ?? placement('table', ids);
    this.#orders.set(ids.join(), order);
    return order;
  }

  #isFree(): boolean {
    const holder = this.#holder;
    return holder === null || !this.#members.has(holder) || this.#expiresAtMs <= this.#nowMs;
  }

  #on(member: SimulatedMember, event: AdoptionEvent): void {
    const { adoption, effects } = adopt(member.adoption, event, this.#nowMs, member.stopping);
    member.adoption = adoption;
    for (const effect of effects) {
      if (effect.type === 'claim') this.#claim(member);
      if (effect.type === 'open' || effect.type === 'drain') member.dueAtMs = this.#nowMs + OPENS_IN_MS;
      if (effect.type === 'close') this.#on(member, { type: 'closed' });
      if (effect.type === 'release' && this.fence === effect.fence) this.#holder = null;
    }
  }

  #claim(member: SimulatedMember): void {
    if (!this.#isFree()) {
      this.#on(member, { type: 'claimed', fence: null });
      return;
    }
    this.#holder = member.id;
    this.fence += 1;
    this.#expiresAtMs = this.#nowMs + LEASE_MS;
    member.renewedAtMs = this.#nowMs;
    this.#on(member, { type: 'claimed', fence: this.fence });
  }
}
