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

  /** For `/readyz`: which tables live here, and which a fault stopped. */
  health(): { held: string[]; faulted: string[] } {
    return { held: [...this.#held.keys()], faulted: [...this.#faulted] };
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

  async giveUp(tenure: Tenure, reason: EndReason): Promise<void> {
    const held = this.#held.get(tenure.table);
    if (held === undefined || held.tenure.fence !== tenure.fence) return;
    held.end(reason);
    if (reason === 'drained') {
      await this.#options.leases.release(tenure);
      this.#options.onLeaseChange('released');
    }
  }

  async #keep(rules: TableRules): Promise<void> {
    const { leases, ownerId, log } = this.#options;
    while (!this.#stopping) {
      const claimed = await leases.acquire(rules.table, ownerId);
      if (!claimed.ok || claimed.value === null) {
        await sleep(CLAIM_EVERY_MS);
        continue;
      }
      this.#options.onLeaseChange('acquired');
      const reason = await this.#hold(rules, claimed.value);
      if (reason === 'fault') {
        this.#faulted.add(rules.table);
        return;
      }
      if (reason === 'fenced') this.#options.onLeaseChange('lost');
      log.info({ table: rules.table, fence: claimed.value.fence, reason }, 'table no longer held');
    }
  }

  async #hold(rules: TableRules, tenure: Tenure): Promise<EndReason> {
    const { openRoom, newUuid, log, leases } = this.#options;
    const { promise: ended, resolve: end } = Promise.withResolvers<EndReason>();
    const held: Held = { tenure, rules, ended, end, room: null };
    const ticket = newUuid();
    this.#held.set(rules.table, held);
    this.#tickets.set(ticket, held);
    const renewing = setInterval(() => void this.#renew(held), RENEW_EVERY_MS);
    try {
      await openRoom(rules.table, ticket);
      return await ended;
    } catch (error) {
      log.error({ err: error, table: rules.table, code: 'internal' }, 'the room of a table did not open');
      await leases.release(tenure);
      await sleep(CLAIM_EVERY_MS);
      return 'drained';
    } finally {
      clearInterval(renewing);
      this.#tickets.delete(ticket);
      this.#held.delete(rules.table);
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
