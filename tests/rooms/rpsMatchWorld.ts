import { randomUUID } from 'node:crypto';
import type { Database } from '../../db/open.ts';
import { reconcile } from '../../db/reconcile.ts';
import type { Player } from '../../domain/identity/port.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { Hand } from '../../domain/protocol/rps.ts';
import { fail, ok } from '../../domain/result.ts';
import { commitOf } from '../../domain/rps/commit.ts';
import type { Match } from '../../domain/rps/match.ts';
import rps from '../../domain/rps/rps.data.ts';
import type { RoomPorts } from '../../rooms/ports.ts';
import type { EndedGame } from '../../rooms/rps_match/finishing.ts';
import { MatchActor } from '../../rooms/rps_match/matchActor.ts';
import { storedMatch } from '../../rooms/rps_match/matchStore.ts';
import { createGrants } from '../../server/auth/grants.ts';
import { createPlayerFeed } from '../../server/playerFeed.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { recordEvents, UNCOUNTED } from '../support/events.ts';
import { quietStandings } from '../support/standings.ts';

export const BET_COINS = 1_000;
/** Outlasts a test. */
const LONG_MS = 600_000;

export interface Windows {
  commitWithinMs?: number;
  revealWithinMs?: number;
}

export interface Hosted {
  actor: MatchActor;
  ended: { match: Match; games: readonly EndedGame[] }[];
  lost: boolean;
  ports: RoomPorts;
}

/** Players with money and matches between them, on a database of their own, without sockets. */
export class MatchWorld {
  readonly database: TestDatabase;
  readonly players = new Map<string, Player>();
  /** How far the clock of every host has been put forward. */
  aheadMs = 0;
  readonly events = recordEvents();
  readonly #actors: MatchActor[] = [];

  private constructor(database: TestDatabase) {
    this.database = database;
  }

  static async open(): Promise<MatchWorld> {
    return new MatchWorld(await openTestDatabase());
  }

  async player(nickname: string): Promise<Player> {
    const { identity, ledger } = this.database;
    const id = randomUUID();
    const player = await identity.createPlayer({ id, nickname, bot: false, ageConfirmed: true });
    await createGrants(ledger, this.events).ensureWelcome(player);
    this.players.set(id, player);
    return player;
  }

  /** What a host in a process of its own is given. A token is the player's id. */
  ports(windows: Windows = {}, database: Database = this.database): RoomPorts {
    const match = { ...rps.match, commitWithinMs: LONG_MS, revealWithinMs: LONG_MS, ...windows };
    const log = { info() {}, warn() {}, error() {} };
    const ports: Partial<RoomPorts> = {
      clock: { nowMs: () => Date.now() + this.aheadMs, notBefore() {} },
      newStallGuard: () => ({ check: () => null }),
      log,
      metrics: { request() {} },
      rates: { message: () => () => null },
      newUuid: randomUUID,
      authenticate: async (token) => {
        const player = this.players.get(token);
        return player ? ok({ ...player, loginId: player.id }) : fail('unauthorized');
      },
      standing: async (player) => ok(player),
      balances: (player) => database.identity.balances(player),
      ledger: database.ledger,
      games: database.games,
      odds: { machines: new Map(), banners: new Map(), rps: { odds: { ...rps, match }, oddsHash: 'hash' } },
      feed: createPlayerFeed(),
      events: this.events,
      occupancy: UNCOUNTED,
      refusal: () => null,
      ...quietStandings(),
    };
    return ports as RoomPorts;
  }

  /** A host of matches, as a room is one. */
  host(ports: RoomPorts = this.ports()): Hosted {
    const hosted: Hosted = {
      actor: new MatchActor(ports, randomUUID(), {
        changed() {},
        async ended(match, games) {
          hosted.ended.push({ match, games });
        },
        lost() {
          hosted.lost = true;
        },
      }),
      ended: [],
      lost: false,
      ports,
    };
    this.#actors.push(hosted.actor);
    return hosted;
  }

  async stored(matchId: string): Promise<Match | null> {
    const match = await storedMatch(this.database, matchId);
    if (!match.ok) throw new Error(match.error.code);
    return match.value;
  }

  async coins(player: Player): Promise<number> {
    return (await this.database.identity.balances(player)).coins;
  }

  async escrowCoins(): Promise<number> {
    const { rows } = await this.database.pool.query<{ balance: string }>(
      'select balance from account where id = $1',
      [SYSTEM_ACCOUNTS['escrow.rps.coins']],
    );
    return Number(rows[0]!.balance);
  }

  async differenceCoins(): Promise<number> {
    const client = await this.database.pool.connect();
    try {
      return (await reconcile(client)).differenceCoins;
    } finally {
      client.release();
    }
  }

  async dispose(): Promise<void> {
    for (const actor of this.#actors) actor.stop();
    await this.database.dispose();
  }
}

/** A hand with a salt of its own, and the commit that binds to it. */
export function chosen(match: Match, player: Player, hand: Hand) {
  const salt = randomUUID().replaceAll('-', '');
  const commit = commitOf(match.matchId, player.id, hand, salt);
  return { commit: { key: randomUUID(), commit }, reveal: { hand, salt } };
}
