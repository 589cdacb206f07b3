import { performance } from 'node:perf_hooks';
import {
  type Adoption,
  type AdoptionEffect,
  type AdoptionEvent,
  adopt,
  holds,
  UNKNOWN,
} from '../domain/cluster/adoption.ts';
import type { TablePlace } from '../domain/cluster/port.ts';
import type { LeaseStore, Tenure } from '../domain/crash/port.ts';
import type { TableRules } from '../domain/crash/tables.data.ts';
import type { Result } from '../domain/result.ts';
import type { AttendedTable, Log, Tenancy } from '../rooms/ports.ts';
import type { Membership } from './cluster/membership.ts';

/** A third of the lease's time to live. */
const RENEW_EVERY_MS = 1_000;
/** A table whose claim met an exception is left alone for this long. */
const TROUBLE_PAUSE_MS = 1_000;

/** A tenure of ours, from the claim to its end. */
interface Held {
  tenure: Tenure;
  /** How the room finds it. */
  ticket: string;
  /** The room, once it has opened. */
  room: AttendedTable | null;
  /** As the room knew it when it stopped. */
  servedUntilMs: number | null;
  /** Where the others were told that it is. */
  shown: string;
  over: boolean;
}

interface Kept {
  rules: TableRules;
  adoption: Adoption;
  held: Held | null;
  notBeforeMs: number;
}

interface KeeperOptions {
  leases: LeaseStore;
  membership: Pick<Membership, 'self' | 'rank' | 'onLook' | 'announce'>;
  show(tenure: Tenure, place: TablePlace): Promise<Result<void>>;
  tables: readonly TableRules[];
  log: Log;
  /** Opens the table's room here; the ticket is how the room finds its tenure. */
  openRoom(table: string, ticket: string): Promise<void>;
  newUuid(): string;
  onLeaseChange(change: 'acquired' | 'lost' | 'released'): void;
}

/**
 * Carries out the adoption of tables (`domain/cluster/SPEC.md`): looks who holds what, takes a lease when it is our turn,
 * opens the room, renews each second, and gives the table away. The fence in the tenure is what makes a stalled
 * keeper harmless.
 */
export class TableKeeper implements Tenancy {
  readonly #options: KeeperOptions;
  readonly #tables: Map<string, Kept>;
  readonly #tickets = new Map<string, Kept>();
  /** Tables whose last try met an exception: they are tried again. */
  readonly #troubled = new Set<string>();
  #stopping = false;
  #endLooking: () => void = () => {};

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#tables = new Map(
      options.tables.map((rules) => [rules.table, { rules, adoption: UNKNOWN, held: null, notBeforeMs: 0 }]),
    );
  }

  start(): void {
    this.#endLooking = this.#options.membership.onLook(({ tables }) => {
      const held = new Map(tables.map((seen) => [seen.table, seen]));
      for (const kept of this.#tables.values()) {
        const { table } = kept.rules;
        if (performance.now() < kept.notBeforeMs) continue;
        const free = held.get(table)?.free ?? true;
        void this.#on(kept, { type: 'seen', free, rank: this.#options.membership.rank(table) });
      }
    });
  }

  /** No more tables are taken; those held go on until their rooms give them up. */
  stop(): void {
    this.#stopping = true;
    this.#endLooking();
    for (const kept of this.#tables.values()) void this.#on(kept, { type: 'stopping' });
  }

  /** For `/readyz`: which tables live here, which a fault stopped, and whose keeper is in trouble. */
  health(): { held: string[]; faulted: string[]; troubled: string[] } {
    const all = [...this.#tables.values()];
    const names = (some: Kept[]) => some.map(({ rules }) => rules.table);
    return {
      held: names(all.filter(({ adoption }) => holds(adoption))),
      faulted: names(all.filter(({ adoption }) => adoption.state === 'lost' && adoption.reason === 'fault')),
      troubled: [...this.#troubled],
    };
  }

  take(ticket: unknown): ReturnType<Tenancy['take']> {
    const kept = typeof ticket === 'string' ? this.#tickets.get(ticket) : undefined;
    if (kept?.held == null) return null;
    this.#tickets.delete(ticket as string);
    const { held } = kept;
    return {
      tenure: held.tenure,
      rules: kept.rules,
      attend: (room) => {
        held.room = room;
        void this.#show(held);
      },
      playing: () => {
        if (kept.held === held) void this.#on(kept, { type: 'playing' });
      },
    };
  }

  async giveUp(
    tenure: Tenure,
    reason: 'fenced' | 'fault' | 'drained',
    servedUntilMs: number | null = null,
  ): Promise<void> {
    const kept = this.#keptBy(tenure);
    if (kept === null) return;
    kept.held!.servedUntilMs = servedUntilMs;
    const type = reason === 'fault' ? 'faulted' : reason;
    await this.#on(kept, { type });
  }

  closed({ table }: Tenure): void {
    const kept = this.#tables.get(table);
    if (kept) void this.#on(kept, { type: 'closed' });
  }

  #keptBy(tenure: Tenure): Kept | null {
    const kept = this.#tables.get(tenure.table);
    return kept?.held?.tenure.fence === tenure.fence ? kept : null;
  }

  /** Resolves when what follows from the event is done. */
  async #on(kept: Kept, event: AdoptionEvent): Promise<void> {
    const before = kept.adoption.state;
    const { adoption, effects } = adopt(kept.adoption, event, performance.now(), this.#stopping);
    kept.adoption = adoption;
    if (adoption.state === 'lost' && before !== 'lost') this.#ended(kept, adoption.reason);
    try {
      for (const effect of effects) await this.#carryOut(kept, effect);
    } catch (error) {
      this.#trouble(kept, error, 'keeping a table failed');
    }
  }

  async #carryOut(kept: Kept, effect: AdoptionEffect): Promise<void> {
    switch (effect.type) {
      case 'claim':
        return this.#claim(kept);
      case 'open':
        return this.#open(kept);
      case 'drain':
        // Asked to stop, the rooms are told so by the process' own shutdown.
        if (effect.playedOut) kept.held?.room?.handOver();
        return;
      case 'release':
        return this.#release(kept);
      case 'close': {
        const room = kept.held?.room;
        kept.held = null;
        if (room) room.lost();
        else await this.#on(kept, { type: 'closed' });
      }
    }
  }

  async #claim(kept: Kept): Promise<void> {
    const { leases, membership, onLeaseChange } = this.#options;
    const { table } = kept.rules;
    let tenure: Tenure | null = null;
    try {
      const claimed = await leases.acquire(table, membership.self.memberId);
      tenure = claimed.ok ? claimed.value : null;
      this.#troubled.delete(table);
    } catch (error) {
      this.#trouble(kept, error, 'taking a table failed: trying again');
    }
    if (tenure !== null) {
      onLeaseChange('acquired');
      kept.held = {
        tenure,
        ticket: this.#options.newUuid(),
        room: null,
        servedUntilMs: null,
        shown: '',
        over: false,
      };
    }
    await this.#on(kept, { type: 'claimed', fence: tenure?.fence ?? null });
  }

  async #open(kept: Kept): Promise<void> {
    const held = kept.held!;
    this.#tickets.set(held.ticket, kept);
    void this.#renewUntilOver(kept, held);
    try {
      await this.#options.openRoom(kept.rules.table, held.ticket);
    } catch (error) {
      if (!this.#stopping) this.#trouble(kept, error, 'opening a table failed: trying again');
      if (kept.held === held) await this.#on(kept, { type: 'drained' });
    }
  }

  async #release(kept: Kept): Promise<void> {
    const held = kept.held!;
    this.#ended(kept, 'drained');
    kept.held = null;
    await this.#options.leases.release(held.tenure, held.servedUntilMs);
    this.#options.onLeaseChange('released');
    this.#options.membership.announce();
  }

  #ended(kept: Kept, reason: 'fenced' | 'fault' | 'drained'): void {
    const { table } = kept.rules;
    const held = kept.held!;
    held.over = true;
    this.#tickets.delete(held.ticket);
    if (reason === 'fenced') this.#options.onLeaseChange('lost');
    this.#options.log.info({ table, fence: held.tenure.fence, reason }, 'table no longer held');
  }

  #trouble(kept: Kept, error: unknown, message: string): void {
    const { table } = kept.rules;
    this.#troubled.add(table);
    kept.notBeforeMs = performance.now() + TROUBLE_PAUSE_MS;
    this.#options.log.error({ err: error, table, code: 'internal' }, message);
  }

  /** One renewal after the other, each second, however long the database takes for one. */
  async #renewUntilOver(kept: Kept, held: Held): Promise<void> {
    const { table } = held.tenure;
    let dueAtMs = performance.now() + RENEW_EVERY_MS;
    for (;;) {
      const pauseMs = Math.max(0, dueAtMs - performance.now());
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      dueAtMs = performance.now() + RENEW_EVERY_MS;
      if (held.over) return;
      try {
        await this.#renew(kept, held);
        this.#troubled.delete(table);
      } catch (error) {
        this.#troubled.add(table);
        this.#options.log.error({ err: error, table, code: 'internal' }, 'renewing a lease failed');
      }
    }
  }

  async #renew(kept: Kept, held: Held): Promise<void> {
    const renewed = await this.#options.leases.renew(held.tenure, held.room?.servedUntilMs() ?? null);
    // Away is not lost: as long as nobody else took the lease, the fence is still ours.
    if (!renewed.ok && renewed.error.code === 'fenced') {
      if (kept.held === held) await this.#on(kept, { type: 'fenced' });
      return;
    }
    await this.#show(held);
  }

  /** Tells the others where the table is and what it shows, if that has changed. */
  async #show(held: Held): Promise<void> {
    const shown = held.room?.shown();
    if (shown == null || held.over) return;
    const { processId, publicAddress } = this.#options.membership.self;
    const place = { ...shown, processId, publicAddress };
    const text = JSON.stringify(place);
    if (text === held.shown) return;
    const first = held.shown === '';
    held.shown = text;
    const told = await this.#options.show(held.tenure, place);
    if (!told.ok) held.shown = '';
    else if (first) this.#options.membership.announce();
  }
}
