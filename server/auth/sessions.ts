import { randomBytes } from 'node:crypto';
import type { Login, LoginStore, SignedIn, Standing } from '../../domain/identity/logins.ts';
import type { Player } from '../../domain/identity/port.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Entropy } from '../entropy.ts';
import type { Logger } from '../logger.ts';
import type { AccessClaims, AccessTokens } from './accessTokens.ts';
import { createPlayerCache } from './playerCache.ts';
import type { SignOuts } from './signOuts.ts';

export const REFRESH_TOKEN_MS = 7 * 24 * 3_600_000;
const REFRESH_TOKEN_BYTES = 32;
const LONGEST_USER_AGENT = 300;

/** What signing in answers, over HTTP too. */
export interface Session {
  player: Pick<Player, 'id' | 'nickname' | 'rank' | 'role'>;
  accessToken: string;
  refreshToken: string;
  expiresAtMs: number;
}

export interface Sessions {
  /**
   * Opens a session for a player; whoever calls this has decided who it is for. Of the player's others the oldest
   * ends, if there are too many. @param userAgent as the client named itself
   */
  issueSession(player: Player, userAgent?: string): Promise<Session>;
  /** New tokens for a session that goes on, of a player who has changed; the earlier refresh token is void. */
  renew(player: SignedIn): Promise<Session>;
  /**
   * Spends a refresh token and answers its successor. `unauthorized` for an unknown, expired or spent one (a spent
   * one ends its session, but for a few seconds of grace), `forbidden` for a banned player, `store_unavailable`.
   */
  refresh(refreshToken: string, userAgent?: string): Promise<Result<Session>>;
  /** Who this access token stands for: `unauthorized`, `forbidden` or `store_unavailable` otherwise. */
  authenticate(accessToken: string): Promise<Result<SignedIn>>;
  /** The same for a token that may have expired since: its session must still be open. */
  issuedTo(accessToken: string): Promise<Result<SignedIn>>;
  /** The same checks for a player already known, by a fresh look: for reconnections. */
  standing(player: SignedIn): Promise<Result<SignedIn>>;
  /** Ban and token version by a look that is at most 2 s old: for what a rank or a confirmation decides. */
  current(player: Player): Promise<Result<Player>>;
  /** The player's open sessions, the latest used first. @throws StoreUnavailableError, as the two below */
  list(playerId: string): Promise<Login[]>;
  /** Ends one at once, its rooms included, on every process. False when the player has no such session. */
  end(playerId: string, loginId: string): Promise<boolean>;
  /** Ends all of them. Answers how many. */
  endAll(playerId: string): Promise<number>;
  /** Sessions that have ended in the database already: their sockets are closed. */
  ended(playerId: string, loginIds: readonly string[]): void;
  /** Forgets what is cached of a player whose ban, role or token version has just changed. */
  forget(playerId: string): void;
}

export interface SessionDeps {
  logins: LoginStore;
  accessTokens: AccessTokens;
  signOuts: Pick<SignOuts, 'ended' | 'onChange'>;
  clock: { nowMs(): number };
  entropy: Entropy;
  logger: Logger;
  /** Of one player at once. */
  maxSessions: number;
  /** True for an exception that means that the database does not answer. */
  isOutage(error: unknown): boolean;
}

export function createSessions(deps: SessionDeps): Sessions {
  const { logins, accessTokens, signOuts, clock, entropy, logger } = deps;
  const cache = createPlayerCache((id) => logins.standing(id), clock);
  signOuts.onChange((playerId) => cache.forget(playerId));

  const withOutages = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    try {
      return await work();
    } catch (error) {
      if (deps.isOutage(error)) return fail('store_unavailable');
      throw error;
    }
  };
  const admitted = (player: Player): Result<void> => {
    const { bannedUntilMs } = player;
    if (bannedUntilMs !== null && bannedUntilMs > clock.nowMs()) return fail('forbidden', { bannedUntilMs });
    return ok(undefined);
  };
  /** The player, if the token version and the session, where there is one, still stand. */
  const checked = (
    standing: Standing | null,
    tokenVersion: number,
    loginId: string | null,
  ): Result<Player> => {
    if (standing === null || standing.player.tokenVersion !== tokenVersion) return fail('unauthorized');
    if (loginId !== null && !standing.loginIds.includes(loginId)) return fail('unauthorized');
    const admission = admitted(standing.player);
    return admission.ok ? ok(standing.player) : admission;
  };
  const signedIn = (player: Result<Player>, loginId: string): Result<SignedIn> =>
    player.ok ? ok({ ...player.value, loginId }) : player;
  const byClaims = (verified: () => Promise<AccessClaims | null>): Promise<Result<SignedIn>> =>
    withOutages(async () => {
      const claims = await verified();
      if (claims === null) return fail('unauthorized');
      const standing = await cache.get(claims.sub);
      return signedIn(checked(standing, claims.tokenVersion, claims.sid), claims.sid);
    });
  const ended = (playerId: string, loginIds: readonly string[]) => {
    if (loginIds.length > 0) signOuts.ended(playerId, loginIds);
  };

  const freshToken = () => ({
    refreshToken: randomBytes(REFRESH_TOKEN_BYTES).toString('base64url'),
    expiresAtMs: clock.nowMs() + REFRESH_TOKEN_MS,
  });
  const sessionOf = async (player: SignedIn, refreshToken: string): Promise<Session> => {
    const { id, nickname, rank, role } = player;
    const access = await accessTokens.issue(player, clock.nowMs());
    return { player: { id, nickname, rank, role }, refreshToken, ...access };
  };

  return {
    async issueSession(player, userAgent = '') {
      const loginId = entropy.uuid();
      const token = freshToken();
      const agent = userAgent.slice(0, LONGEST_USER_AGENT);
      const over = await logins.open(
        { loginId, playerId: player.id, userAgent: agent, ...token },
        deps.maxSessions,
      );
      cache.forget(player.id);
      ended(player.id, over);
      return sessionOf({ ...player, loginId }, token.refreshToken);
    },
    async renew(player) {
      const { refreshToken, expiresAtMs } = freshToken();
      await logins.renew(player.loginId, refreshToken, expiresAtMs);
      cache.forget(player.id);
      return sessionOf(player, refreshToken);
    },
    refresh: (refreshToken, userAgent = '') =>
      withOutages(async () => {
        const nowMs = clock.nowMs();
        const refreshed = await logins.refresh(refreshToken, {
          ...{ salt: randomBytes(REFRESH_TOKEN_BYTES), nowMs, expiresAtMs: nowMs + REFRESH_TOKEN_MS },
          userAgent: userAgent.slice(0, LONGEST_USER_AGENT),
        });
        if (refreshed.outcome === 'reused') {
          const { playerId, loginId } = refreshed;
          logger.warn(
            { playerId, loginId, code: 'unauthorized' },
            'a spent refresh token was used: its session has ended',
          );
          ended(playerId, [loginId]);
        }
        if (refreshed.outcome === 'banned') {
          return fail('forbidden', { bannedUntilMs: refreshed.player.bannedUntilMs });
        }
        if (refreshed.outcome !== 'continued') return fail('unauthorized');
        const { player, loginId } = refreshed;
        return ok(await sessionOf({ ...player, loginId }, refreshed.refreshToken));
      }),
    authenticate: (accessToken) => byClaims(() => accessTokens.verify(accessToken, clock.nowMs())),
    issuedTo: (accessToken) => byClaims(() => accessTokens.verifyIssued(accessToken, clock.nowMs())),
    standing: (player) =>
      withOutages(async () => {
        cache.forget(player.id);
        const standing = await cache.get(player.id);
        return signedIn(checked(standing, player.tokenVersion, player.loginId), player.loginId);
      }),
    current: (player) =>
      withOutages(async () => checked(await cache.get(player.id), player.tokenVersion, null)),
    list: (playerId) => logins.list(playerId),
    async end(playerId, loginId) {
      const found = await logins.end(playerId, loginId);
      if (found) ended(playerId, [loginId]);
      return found;
    },
    async endAll(playerId) {
      const all = await logins.endAll(playerId);
      cache.forget(playerId);
      ended(playerId, all);
      return all.length;
    },
    ended(playerId, loginIds) {
      cache.forget(playerId);
      ended(playerId, loginIds);
    },
    forget: (playerId) => cache.forget(playerId),
  };
}
