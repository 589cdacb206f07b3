import type { Bus } from '../../domain/cluster/bus.ts';
import { placement } from '../../domain/cluster/placement.ts';
import type { ClusterStore, ClusterView, Member } from '../../domain/cluster/port.ts';
import type { Log } from '../../rooms/ports.ts';

/** A third of the time for which one is believed. */
const BEAT_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 250;
/** Of the bus: something about members or tables has changed, look now. */
const CHANNEL = 'cluster';

export interface MembershipOptions {
  store: ClusterStore;
  bus: Bus;
  self: Omit<Member, 'draining'>;
  draining(): boolean;
  log: Log;
}

/** Who is in the cluster and what lives where, as this process saw it last. */
export interface Membership {
  readonly self: Omit<Member, 'draining'>;
  view(): ClusterView;
  /** Whether the process of that Colyseus id lives. */
  lives(processId: string): boolean;
  /** Our place in a table's order: 0 when it belongs here; null when we take no tables. */
  rank(table: string): number | null;
  /** Called after each look, and once at the start. Returns the function that ends it. */
  onLook(listener: (view: ClusterView) => void): () => void;
  /** Called when the others had taken us for gone. */
  onReturn(listener: () => void): void;
  /** Looks now; the answer is what is known if the database is away. */
  look(): Promise<ClusterView>;
  /** Tells the others, and oneself, to look now. */
  announce(): void;
  stop(): Promise<void>;
}

/**
 * Says each second that this process lives, looks four times a second who else does and where the tables are, and at once
 * when another says that something changed. The database holds it, so that it stands without Redis.
 */
export async function joinCluster(options: MembershipOptions): Promise<Membership> {
  const { store, bus, self, log } = options;
  let view: ClusterView = { members: [], tables: [] };
  let orders = new Map<string, string[]>();
  let candidates: string[] = [];
  let toldDraining = false;
  let beatAtMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<ClusterView> | null = null;
  let next: Promise<ClusterView> | null = null;
  let stopped = false;
  let everBeat = false;
  const lookListeners = new Set<(view: ClusterView) => void>();
  const returnListeners: (() => void)[] = [];

  async function beatIfDue(): Promise<void> {
    const draining = options.draining();
    if (performance.now() < beatAtMs + BEAT_EVERY_MS && draining === toldDraining) return;
    const dueAgainMs = performance.now();
    const beaten = await store.beat({ ...self, draining });
    if (!beaten.ok) return;
    beatAtMs = dueAgainMs;
    if (draining !== toldDraining) bus.publish(CHANNEL, null);
    toldDraining = draining;
    const returned = everBeat && beaten.value.returned;
    everBeat = true;
    if (returned) for (const listener of returnListeners) listener();
  }

  async function lookOnce(): Promise<ClusterView> {
    try {
      await beatIfDue();
      const seen = await store.view(self.memberId);
      if (seen.ok && !stopped) {
        keep(seen.value);
        for (const listener of lookListeners) listener(view);
      }
    } catch (error) {
      log.error({ err: error, code: 'internal' }, 'looking at the cluster failed');
    }
    return view;
  }

  function keep(seen: ClusterView): void {
    view = seen;
    const taking = seen.members.filter(({ gone, draining }) => !gone && !draining);
    const names = taking.map(({ memberId }) => memberId).sort();
    if (names.join() === candidates.join()) return;
    candidates = names;
    orders = new Map();
  }

  /** One look at a time; whoever asks while one is under way gets the next, which begins after it asked. */
  function look(): Promise<ClusterView> {
    if (looking === null) return begin();
    next ??= looking.then(() => {
      next = null;
      return looking ?? begin();
    });
    return next;
  }

  function begin(): Promise<ClusterView> {
    looking = lookOnce().finally(() => {
      looking = null;
    });
    return looking;
  }

  const timer = setInterval(() => {
    if (looking === null) void look();
  }, LOOK_EVERY_MS);
  const unsubscribe = [bus.subscribe(CHANNEL, () => void look()), bus.onGap(() => void look())];
  await look();

  return {
    self,
    view: () => view,
    lives: (processId) =>
      processId === self.processId ||
      view.members.some((member) => member.processId === processId && !member.gone),
    rank(table) {
      if (options.draining()) return null;
      let order = orders.get(table);
      if (order === undefined) {
        order = placement(table, candidates);
        orders.set(table, order);
      }
      const at = order.indexOf(self.memberId);
      return at === -1 ? null : at;
    },
    onLook(listener) {
      lookListeners.add(listener);
      listener(view);
      return () => lookListeners.delete(listener);
    },
    onReturn: (listener) => void returnListeners.push(listener),
    look,
    announce() {
      bus.publish(CHANNEL, null);
      void look();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      for (const end of unsubscribe) end();
      await looking;
      await store.leave(self.memberId);
      bus.publish(CHANNEL, null);
    },
  };
}
