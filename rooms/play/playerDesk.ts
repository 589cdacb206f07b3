import type { ActivePair } from '../../domain/games/seeds.ts';
import type { StateChange } from '../../domain/ledger/port.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { RoomPorts } from '../ports.ts';
import { Turns } from './turns.ts';

/** What the desk asks of a session room of its player. */
export interface DeskSession {
  /** Its connection is lost; the seat is held for a while. */
  readonly away: boolean;
  /** Ends it at once, since the player opened too many. */
  giveWay(): void;
  /** Ends it after the game under way, since the player was banned. */
  endForbidden(): void;
  /** The player played a game in another session. */
  playedElsewhere(game: string, variant: string): void;
}

/** A game's documents by scope; null where there is none yet. */
export type Documents = ReadonlyMap<string, string | null>;

/**
 * What this process holds of a player who has session rooms open: the active pair, the documents its games
 * depend on, and whose turn it is. One game of the player's is under way at a time, so that two tabs do not
 * compute from the same nonce. What is held may be outdated by another process: the ledger then refuses the
 * game, and it is loaded afresh.
 */
export class PlayerDesk {
  readonly playerId: string;
  readonly turns = new Turns();
  readonly sessions = new Set<DeskSession>();
  readonly #documents = new Map<string, string | null>();
  #pair: ActivePair | null = null;
  /**
   * True until a game of the pair was played here, and after one was drawn that was not: how long a drawn game takes
   * tells what came up (free spins take longer), so that nothing is drawn that is known not to be played.
   */
  isCareful = true;

  constructor(playerId: string) {
    this.playerId = playerId;
  }

  /** The pair in use, with the nonce of the next game. */
  async pair(ports: Pick<RoomPorts, 'seedPairs'>): Promise<Result<ActivePair>> {
    if (this.#pair !== null) return ok(this.#pair);
    const loaded = await ports.seedPairs.activePair(this.playerId);
    if (loaded.ok) this.#pair = loaded.value;
    return loaded;
  }

  /** The player's documents; these scopes are among them. */
  async documents(ports: Pick<RoomPorts, 'games'>, scopes: readonly string[]): Promise<Result<Documents>> {
    const missing = scopes.filter((scope) => !this.#documents.has(scope));
    if (missing.length > 0) {
      const loaded = await ports.games.states(this.playerId, missing);
      if (!loaded.ok) return loaded;
      for (const scope of missing) this.#documents.set(scope, loaded.value.get(scope) ?? null);
    }
    return ok(this.#documents);
  }

  /** A game was committed. */
  played(states: readonly Pick<StateChange, 'scope' | 'after'>[]): void {
    this.#pair!.nonce += 1;
    this.isCareful = false;
    for (const { scope, after } of states) this.#documents.set(scope, after);
  }

  /** What is held may be outdated: the next game loads it. */
  forget(): void {
    this.#pair = null;
    this.#documents.clear();
  }
}
