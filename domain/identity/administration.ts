import type { Page } from '../page.ts';
import type { Result } from '../result.ts';
import type { Player, Role } from './port.ts';

/** As far as a ban can reach: the last instant that a date can name. What `for good` is stored as. */
export const FOR_GOOD_MS = 8.64e15;

/** A player as operators see one. A ban that is over is none. */
export interface PlayerItem
  extends Pick<Player, 'id' | 'nickname' | 'rank' | 'role' | 'bot' | 'createdAtMs' | 'bannedUntilMs'> {
  banReason: string | null;
}

export interface PlayerFilter {
  /** The beginning of a nickname, in whatever case, or a whole id. */
  search?: string | undefined;
  role?: Role | undefined;
  banned?: boolean | undefined;
}

export interface OpenSession {
  sessionId: string;
  game: 'slots' | 'gacha' | 'rps';
  variant: string;
  startedAtMs: number;
}

/** Whom to give to, with the id or nickname that was asked for. */
export interface Recipient extends Pick<Player, 'id' | 'nickname' | 'bot' | 'accounts'> {
  askedFor: string;
}

/** What an operator asks for. `untilMs`: epoch ms. */
export type StandingOrder =
  | { type: 'ban'; untilMs: number; reason: string }
  | { type: 'unban' }
  | { type: 'role'; role: Role };

/** What processes keep of a player whose ban, role or rank has changed. */
export interface PlayerStanding extends Pick<Player, 'id' | 'rank' | 'role' | 'bannedUntilMs'> {
  /** By the database's clock. */
  changedAtMs: number;
}

export type PlayerChange = Result<{ before: PlayerItem; after: PlayerItem }>;

/** Players as operators look at them and change them. Reads @throws StoreUnavailableError */
export interface PlayerAdministration {
  /** By nickname. `nowMs` decides which bans are over. */
  find(filter: PlayerFilter, nowMs: number, limit: number, cursor: string | null): Promise<Page<PlayerItem>>;
  item(playerId: string, nowMs: number): Promise<PlayerItem | null>;
  openSessions(playerId: string): Promise<OpenSession[]>;
  /** True while a crash bet or a match of the player's is open. */
  hasOpenStakes(playerId: string): Promise<boolean>;
  /**
   * Carries the order out if `standingRefusal` has nothing against it, by what stands then: such changes come one after
   * the other in the whole cluster. `not_found`, `forbidden`, `invalid_request`, `store_unavailable`.
   */
  change(actorId: string, playerId: string, order: StandingOrder, nowMs: number): Promise<PlayerChange>;
  /** Players by id or nickname, whatever its case; who does not exist is not in the answer. */
  recipients(ids: readonly string[], nicknames: readonly string[]): Promise<Recipient[]>;
  standing(playerId: string): Promise<PlayerStanding | null>;
  /** Whose standing has changed at or after this instant of the database's clock, and who is banned beyond `nowMs`. */
  standings(changedSinceMs: number, nowMs: number): Promise<PlayerStanding[]>;
}
