import { createHash, randomBytes } from 'node:crypto';
import type { IdentityStore, Player } from '../../domain/identity/port.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Entropy } from '../entropy.ts';
import type { AccessTokens } from './accessTokens.ts';
import { createPlayerCache } from './playerCache.ts';

export const REFRESH_TOKEN_MS = 7 * 24 * 3_600_000;
const REFRESH_TOKEN_BYTES = 32;

/** What signing in answers, over HTTP too. */
export interface Session {
  player: Pick<Player, 'id' | 'nickname' | 'rank' | 'role'>;
  accessToken: string;
  refreshToken: string;
  expiresAtMs: number;
}

export interface Sessions {
  /** Opens a session: the first tokens of a new family. Whoever calls this has decided who it is for. */
  issueSession(player: Player): Promise<Session>;
  /**
   * Spends a refresh token and answers its successor. `unauthorized` for an unknown, expired or spent one
   * (a spent one ends its whole family), `forbidden` for a banned player, `store_unavailable`.
   */
  refresh(refreshToken: string): Promise<Result<Session>>;
  /** Who this access token stands for: `unauthorized`, `forbidden` or `store_unavailable` otherwise. */
  authenticate(accessToken: string): Promise<Result<Player>>;
  /** The same checks for a player already known, by a fresh look: for reconnections. */
  standing(player: Player): Promise<Result<Player>>;
  /** The same by a look that is at most 2 s old: for what a rank or a confirmation decides. */
  current(player: Player): Promise<Result<Player>>;
  /** Forgets what is cached of a player whose ban, role or token version has just changed. */
  forget(playerId: string): void;
}

interface SessionDeps {
  identity: IdentityStore;
  accessTokens: AccessTokens;
  clock: { nowMs(): number };
  entropy: Entropy;
  /** True for an exception that means that the database does not answer. */
  isOutage(error: unknown): boolean;
}

export function createSessions(deps: SessionDeps): Sessions {
  const { identity, accessTokens, clock, entropy } = deps;
  const cache = createPlayerCache((id) => identity.player(id), clock);

  const withOutages = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    try {
      return await work();
    } catch (error) {
      if (deps.isOutage(error)) return fail('store_unavailable');
      throw error;
    }
  };
  const admitted = (player: Player | null, tokenVersion: number): Result<Player> => {
    if (player === null || player.tokenVersion !== tokenVersion) return fail('unauthorized');
    const { bannedUntilMs } = player;
    if (bannedUntilMs !== null && bannedUntilMs > clock.nowMs()) return fail('forbidden', { bannedUntilMs });
    return ok(player);
  };
  const freshRefreshToken = () => {
    const token = randomBytes(REFRESH_TOKEN_BYTES).toString('base64url');
    return { token, tokenHash: hashOf(token), expiresAtMs: clock.nowMs() + REFRESH_TOKEN_MS };
  };

  const sessionOf = async (player: Player, refreshToken: string): Promise<Session> => {
    const { id, nickname, rank, role } = player;
    const access = await accessTokens.issue(player, clock.nowMs());
    return { player: { id, nickname, rank, role }, refreshToken, ...access };
  };

  return {
    async issueSession(player) {
      const { token, tokenHash, expiresAtMs } = freshRefreshToken();
      const familyId = entropy.uuid();
      await identity.saveRefreshToken({ tokenHash, familyId, playerId: player.id, expiresAtMs });
      return sessionOf(player, token);
    },
    refresh: (refreshToken) =>
      withOutages(async () => {
        const { token, tokenHash, expiresAtMs } = freshRefreshToken();
        const rotated = await identity.rotateRefreshToken(hashOf(refreshToken), { tokenHash, expiresAtMs });
        if (!rotated.ok) return rotated;
        const admission = admitted(rotated.value, rotated.value.tokenVersion);
        if (!admission.ok) return admission;
        return ok(await sessionOf(admission.value, token));
      }),
    authenticate: (accessToken) =>
      withOutages(async () => {
        const claims = await accessTokens.verify(accessToken, clock.nowMs());
        if (claims === null) return fail('unauthorized');
        return admitted(await cache.player(claims.sub), claims.tokenVersion);
      }),
    standing: (player) =>
      withOutages(async () => {
        cache.forget(player.id);
        return admitted(await cache.player(player.id), player.tokenVersion);
      }),
    current: (player) =>
      withOutages(async () => admitted(await cache.player(player.id), player.tokenVersion)),
    forget: (playerId) => cache.forget(playerId),
  };
}

/** Refresh tokens are 256 random bits: a plain hash is enough, and what is stored opens nothing. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
