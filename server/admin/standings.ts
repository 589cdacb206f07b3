import type { Bus } from '../../domain/cluster/bus.ts';
import type { PlayerAdministration, PlayerStanding } from '../../domain/identity/administration.ts';
import { failure } from '../../domain/protocol/errors.ts';
import type { Bans, Log, Standings } from '../../rooms/ports.ts';

const READ_EVERY_MS = 5_000;
/** Read again each time, since a change is seen only after its commit, which comes later than its instant. */
const OVERLAP_MS = 60_000;
/** Ranks and roles that changed since the start; a connection older than its change is all that needs one. */
const MOST_REMEMBERED = 50_000;
const CHANNEL = 'players';

/** What of a player has changed, as the bus carries it. */
export type StandingChange = 'ban' | 'role' | 'rank';

export interface StandingWatch {
  bans: Bans;
  standings: Standings;
  /** This process has changed a player: known here when it resolves, and told to the others. */
  changed(playerId: string, change: StandingChange): Promise<void>;
  stop(): void;
}

interface Options {
  players: Pick<PlayerAdministration, 'standing' | 'standings' | 'hasOpenStakes'>;
  bus: Bus;
  clock: { nowMs(): number };
  /** Forgets what sign-in has cached of the player. */
  forget(playerId: string): void;
  log: Pick<Log, 'warn'>;
}

/**
 * What this process knows of players whose ban, role or rank changed: who is banned, and what connections that are
 * older than a change have to be told. Another process's change comes by the bus, within 5 s by the database if
 * the bus has missed it.
 */
export async function watchStandings(options: Options): Promise<StandingWatch> {
  const { players, bus, clock, forget, log } = options;
  /** Until when, of those whose ban is in force or was. */
  const bannedUntilMs = new Map<string, number>();
  const known = new Map<string, PlayerStanding>();
  const onBan = new Set<(playerId: string) => void>();
  const onChange = new Set<(playerId: string) => void>();
  let readUpToMs = clock.nowMs();
  let reading: Promise<void> | null = null;

  const isBanned = (playerId: string) => (bannedUntilMs.get(playerId) ?? 0) > clock.nowMs();

  function take(standing: PlayerStanding): void {
    const { id, changedAtMs } = standing;
    const last = known.get(id);
    // Two reads may overtake each other.
    if (last !== undefined && last.changedAtMs >= changedAtMs) return;
    known.delete(id);
    known.set(id, standing);
    if (known.size > MOST_REMEMBERED) known.delete(known.keys().next().value!);
    forget(id);
    const wasBanned = isBanned(id);
    if (standing.bannedUntilMs === null) bannedUntilMs.delete(id);
    else bannedUntilMs.set(id, standing.bannedUntilMs);
    readUpToMs = Math.max(readUpToMs, changedAtMs);
    if (!wasBanned && isBanned(id)) for (const listener of onBan) listener(id);
    for (const listener of onChange) listener(id);
  }

  async function readChanges(): Promise<void> {
    const nowMs = clock.nowMs();
    for (const [id, untilMs] of bannedUntilMs) if (untilMs <= nowMs) bannedUntilMs.delete(id);
    for (const standing of await players.standings(readUpToMs - OVERLAP_MS, nowMs)) take(standing);
  }

  /** One at a time; what fails is tried again with the next. */
  function read(): Promise<void> {
    reading ??= readChanges()
      .catch((error) =>
        log.warn({ err: error, code: 'store_unavailable' }, 'changes of players are not read'),
      )
      .finally(() => {
        reading = null;
      });
    return reading;
  }

  async function readOne(playerId: string): Promise<void> {
    forget(playerId);
    try {
      const standing = await players.standing(playerId);
      if (standing !== null) take(standing);
    } catch (error) {
      log.warn({ err: error, playerId, code: 'store_unavailable' }, 'a change of a player is not read');
    }
  }

  await readChanges();
  const timer = setInterval(() => void read(), READ_EVERY_MS).unref();
  const unsubscribe = bus.subscribe(CHANNEL, (message) => {
    const playerId = (message as { playerId?: unknown } | null)?.playerId;
    if (typeof playerId === 'string') void readOne(playerId);
  });
  const endGaps = bus.onGap(() => void read());

  return {
    bans: {
      isBanned,
      refusal: (playerId) =>
        isBanned(playerId) ? failure('forbidden', { bannedUntilMs: bannedUntilMs.get(playerId) }) : null,
      onBan: (listener) => subscription(onBan, listener),
      hasOpenStakes: players.hasOpenStakes,
    },
    standings: {
      onChange: (listener) => subscription(onChange, listener),
      current(player) {
        const standing = known.get(player.id);
        if (standing === undefined) return player;
        const { rank, role } = standing;
        return rank === player.rank && role === player.role ? player : { ...player, rank, role };
      },
    },
    async changed(playerId, change) {
      bus.publish(CHANNEL, { playerId, change });
      await readOne(playerId);
    },
    stop() {
      clearInterval(timer);
      unsubscribe();
      endGaps();
    },
  };
}

function subscription(to: Set<(playerId: string) => void>, listener: (playerId: string) => void): () => void {
  to.add(listener);
  return () => void to.delete(listener);
}
