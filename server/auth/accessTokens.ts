import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { SignedIn } from '../../domain/identity/logins.ts';
import type { SigningKeys } from './signingKeys.ts';

export const ACCESS_TOKEN_MS = 30 * 60_000;
const ISSUER = 'fairground';
const AUDIENCE = 'fairground-api';
/** RFC 9068: so that no other JWT of ours can stand in for an access token. */
const TYPE = 'at+jwt';
const ALGORITHM = 'HS256';
const CLOCK_TOLERANCE_S = 5;
/** Tokens whose signature was checked: a client shows the same one at every request of half an hour. */
const MAX_VERIFIED = 20_000;

/** `sid` is the log-in that it belongs to. */
const Claims = z.object({ sub: z.uuid(), sid: z.uuid(), tokenVersion: z.int().nonnegative(), exp: z.int() });
export type AccessClaims = z.infer<typeof Claims>;

export interface AccessTokens {
  issue(player: SignedIn, nowMs: number): Promise<{ accessToken: string; expiresAtMs: number }>;
  /** Null for whatever is not a valid access token of ours: expired, foreign, unsigned, of another type. */
  verify(token: string, nowMs: number): Promise<AccessClaims | null>;
  /** The same, as of when it was issued: one that has expired since is valid. */
  verifyIssued(token: string, nowMs: number): Promise<AccessClaims | null>;
}

export function createAccessTokens(keys: SigningKeys): AccessTokens {
  const verified = new Map<string, AccessClaims>();
  return {
    async issue(player, nowMs) {
      const issuedAtS = Math.floor(nowMs / 1_000);
      const expiresAtS = issuedAtS + ACCESS_TOKEN_MS / 1_000;
      const { nickname, rank, role, bot, tokenVersion } = player;
      // Both of one key: it may be replaced while we wait.
      const { kid, secret } = keys.access;
      const accessToken = await new SignJWT({ sid: player.loginId, nickname, rank, role, bot, tokenVersion })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
        .setSubject(player.id)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(issuedAtS)
        .setExpirationTime(expiresAtS)
        .sign(secret);
      return { accessToken, expiresAtMs: expiresAtS * 1_000 };
    },
    async verify(token, nowMs) {
      const known = verified.get(token);
      if (known) return nowMs < (known.exp + CLOCK_TOLERANCE_S) * 1_000 ? known : null;
      const claims = await checked(keys, token, nowMs);
      if (claims !== null) {
        if (verified.size >= MAX_VERIFIED) verified.delete(verified.keys().next().value!);
        verified.set(token, claims);
      }
      return claims;
    },
    async verifyIssued(token, nowMs) {
      const known = verified.get(token);
      return known ?? checked(keys, token, Math.min(nowMs, issuedAtMs(token) ?? nowMs));
    },
  };
}

/** As it says itself, unverified. */
function issuedAtMs(token: string): number | null {
  try {
    return (decodeJwt(token).iat ?? Number.NaN) * 1_000 || null;
  } catch {
    return null;
  }
}

async function checked(keys: SigningKeys, token: string, nowMs: number): Promise<AccessClaims | null> {
  const keyOf = async ({ kid }: { kid?: string }) => {
    const secret = await keys.accessKey(kid ?? '');
    if (secret === null) throw new errors.JWSInvalid('a key that is not ours');
    return secret;
  };
  try {
    const { payload } = await jwtVerify(token, keyOf, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: ISSUER,
      audience: AUDIENCE,
      clockTolerance: CLOCK_TOLERANCE_S,
      // Refuses one that says to be of the future, too.
      maxTokenAge: ACCESS_TOKEN_MS / 1_000,
      currentDate: new Date(nowMs),
      requiredClaims: ['sub', 'sid', 'exp', 'iat', 'tokenVersion'],
    });
    return Claims.safeParse(payload).data ?? null;
  } catch (error) {
    // `TypeError` is what a token makes of jose that is not even a string of three parts.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}
