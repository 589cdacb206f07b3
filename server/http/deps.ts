import type { RecordBuilder, RecordBytes } from '../../db/recordBuilder.ts';
import type { ChainStore } from '../../domain/crash/port.ts';
import type { CrashReads } from '../../domain/crash/records.ts';
import type { Balances, IdentityStore } from '../../domain/identity/port.ts';
import type { LiveTable } from '../../rooms/ports.ts';
import type { Auth } from '../auth/auth.ts';
import type { Grants } from '../auth/grants.ts';
import type { Entropy } from '../entropy.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

export interface Readiness {
  /** False: this process can't serve, and a load balancer should leave it out. */
  ready: boolean;
  /** What is away while it serves nevertheless. */
  degraded: string[];
  checks: Record<string, unknown>;
}

/** All that HTTP needs from outside. Made by `server/main.ts`. */
export interface HttpDeps {
  clock: { nowMs(): number };
  entropy: Entropy;
  logger: Logger;
  metrics: Metrics;
  auth: Auth;
  grants: Grants;
  identity: IdentityStore;
  reads: CrashReads;
  records: Pick<RecordBuilder, 'ofBet'>;
  /** A settled round's public record; null when there is none. */
  record(table: string, game: number): Promise<RecordBytes | null>;
  chains: Pick<ChainStore, 'chains'>;
  tables: { list(): LiveTable[] };
  readiness(): Promise<Readiness>;
  /** `createMatchmaking`: what is under /matchmake/. */
  colyseus(request: Request): Promise<Response>;
  /** Tells a player's open lobbies. */
  publishBalance(playerId: string, balances: Balances): void;
  /** True for an exception that means that the database does not answer. */
  isOutage(error: unknown): boolean;
  /** The built client; without it only the API is served. */
  staticDir: string;
}
