import type { SignedIn } from '../../domain/identity/logins.ts';
import type { Standing } from '../../domain/rates/standing.ts';
import type { Logger } from '../logger.ts';
import type { Peer } from '../transport/types.ts';

/** How a handler tells what it changed. Each change is a line of its own; without any, the path's names are the target. */
export interface AuditTrail {
  /** `before` and `after` are JSON, null where there is neither. */
  change(target: string, before: unknown, after: unknown): void;
}

/** What handlers find in their context. */
export interface HttpEnv {
  Bindings: {
    peer: Peer;
    /** The client's or the proxy's, or ours: goes back as `x-request-id`, and into every line about it. */
    requestId: string;
    /** The matched route's pattern, for metrics: paths would be without bound. */
    matched: { pattern: string };
    /** Whose token the request had, once that was checked. */
    asker: { playerId: string | null };
    /** What is told of the limits that it was counted for: the tightest; null where nothing is limited. */
    limits: { told: Standing | null };
    /** Writes with the request's id, and its player's once it is known. */
    log: { line: Logger };
  };
  Variables: {
    /** Set where the route's access is `player` or a permission. */
    player: SignedIn;
    /** Set where it is `spectator`: null without a token. */
    spectator: SignedIn | null;
    /** Set where it is a permission. */
    audit: AuditTrail;
  };
}
