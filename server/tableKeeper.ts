import type { LeaseStore, Tenure } from '../domain/crash/port.ts';
import type { TableRules } from '../domain/crash/tables.data.ts';
import type { AttendedTable, Log, Tenancy } from '../rooms/ports.ts';

/** A third of the lease's time to live. */
const RENEW_EVERY_MS = 1_000;
/** How often a table that someone else holds is asked for. */
const CLAIM_EVERY_MS = 250;

interface Held {
  tenure: Tenure;
  rules: TableRules;
  /** Ends the holding of this tenure, whatever the reason. */
  end(reason: EndReason): void;
  ended: Promise<EndReason>;
  /** The room, once it has opened. */
  room: AttendedTable | null;
}

type EndReason = 'fenced' | 'fault' | 'drained';

interface KeeperOptions {
  leases: LeaseStore;
  /** Of this process start: a UUID. */
  ownerId: string;
  tables: readonly TableRules[];
  log: Log;
  /** Opens the table's room here; the ticket is how the room finds its tenure. */
  openRoom(table: string, ticket: string): Promise<void>;
  newUuid(): string;
  onLeaseChange(change: 'acquired' | 'lost' | 'released'): void;
}

/**
 * Keeps this process's tables: takes a lease, opens the room, renews the heartbeat each second, and asks
 * again when a table was lost. The fence in the tenure is what makes a stalled keeper harmless.
 */
export class TableKeeper implements Tenancy {
  readonly #options: KeeperOptions;
  readonly #held = new Map<string, Held>();
  readonly #tickets = new Map<string, Held>();
  /** Tables whose last try met an exception: they are tried again. */
  readonly #troubled = new Set<string>();
  /** Tables that a bug stopped: they stay paused until the process is started anew. */
  readonly #faulted = new Set<string>();
  #stopping = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  start(): void {
    for (const rules of this.#options.tables) void this.#keep(rules);
  }

  /** No more tables are taken; those held go on until their rooms give them up. */
  stop(): void {
    this.#stopping = true;
  }

  /** For `/readyz`: which tables live here, which a fault stopped, and whose keeper is in trouble. */
  health(): { held: string[]; faulted: string[]; troubled: string[] } {
    return { held: [...this.#held.keys()], faulted: [...this.#faulted], troubled: [...this.#troubled] };
  }

  take(ticket: unknown): ReturnType<Tenancy['take']> {
    const held = typeof ticket === 'string' ? this.#tickets.get(ticket) : undefined;
    if (held === undefined) return null;
    this.#tickets.delete(ticket as string);
    return {
      tenure: held.tenure,
      rules: held.rules,
      attend: (room) => {
        held.room = room;
      },
    };
  }

  /** @param servedUntilMs for the last heartbeat, as the room knew it before it stopped */
  async giveUp(tenure: Tenure, reason: EndReason, servedUntilMs: number | null = null): Promise<void> {
    const held = this.#held.get(tenure.table);
    if (held === undefined || held.tenure.fence !== tenure.fence) return;
    held.end(reason);
    if (reason === 'drained') {
      await this.#options.leases.release(tenure, servedUntilMs);
      this.#options.onLeaseChange('released');
    }
  }

  async #keep(rules: TableRules): Promise<void> {
    const { table } = rules;
    while (!this.#stopping && !this.#faulted.has(table)) {
      try {
        const held = await this.#keepOnce(rules);
        this.#troubled.delete(table);
        if (!held) await sleep(CLAIM_EVERY_MS);
      } catch (error) {
        this.#troubled.add(table);
        this.#options.log.error(
          { err: error, table, code: 'internal' },
          'keeping a table failed: trying again',
        );
        await sleep(RENEW_EVERY_MS);
      }
    }
  }

  /** Takes the table and holds it to its end; false when it can't be had now. */
  async #keepOnce(rules: TableRules): Promise<boolean> {
    const { leases, ownerId, log, onLeaseChange } = this.#options;
    const claimed = await leases.acquire(rules.table, ownerId);
    if (!claimed.ok || claimed.value === null) return false;
    onLeaseChange('acquired');
    this.#troubled.delete(rules.table);
    const reason = await this.#hold(rules, claimed.value);
    if (reason === 'fault') this.#faulted.add(rules.table);
    if (reason === 'fenced') onLeaseChange('lost');
    log.info({ table: rules.table, fence: claimed.value.fence, reason }, 'table no longer held');
    return true;
  }

  async #hold(rules: TableRules, tenure: Tenure): Promise<EndReason> {
    const { openRoom, newUuid } = this.#options;
    const { promise: ended, resolve: end } = Promise.withResolvers<EndReason>();
    const held: Held = { tenure, rules, ended, end, room: null };
    const ticket = newUuid();
    this.#held.set(rules.table, held);
    this.#tickets.set(ticket, held);
    const holding = { over: false };
    void this.#renewUntil(held, holding);
    try {
      await openRoom(rules.table, ticket);
      return await ended;
    } catch (error) {
      await this.#options.leases.release(tenure, null);
      throw error;
    } finally {
      holding.over = true;
      this.#tickets.delete(ticket);
      this.#held.delete(rules.table);
    }
  }

  /** One renewal after the other, each second, however long the database takes for one. */
  async #renewUntil(held: Held, holding: { over: boolean }): Promise<void> {
    const { table } = held.tenure;
    let dueAtMs = performance.now() + RENEW_EVERY_MS;
    for (;;) {
      await sleep(Math.max(0, dueAtMs - performance.now()));
      dueAtMs = performance.now() + RENEW_EVERY_MS;
      if (holding.over) return;
      try {
        await this.#renew(held);
        this.#troubled.delete(table);
      } catch (error) {
        this.#troubled.add(table);
        this.#options.log.error({ err: error, table, code: 'internal' }, 'renewing a lease failed');
      }
    }
  }

  async #renew(held: Held): Promise<void> {
    const renewed = await this.#options.leases.renew(held.tenure, held.room?.servedUntilMs() ?? null);
    // Away is not lost: as long as nobody else took the lease, the fence is still ours.
    if (renewed.ok || renewed.error.code !== 'fenced') return;
    held.room?.lost();
    held.end('fenced');
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
