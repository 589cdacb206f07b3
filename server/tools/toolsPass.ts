import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { SignedIn } from '../../domain/identity/logins.ts';
import type { SigningKeys } from '../auth/signingKeys.ts';

export const TOOLS_PASS_MS = 10 * 60_000;
export const TOOLS_COOKIE = 'fairground_tools';
export const TOOLS_PATH = '/colyseus';

const ISSUER = 'fairground';
const AUDIENCE = 'fairground-tools';
/** No other token of ours opens the tools, and this one opens nothing else. */
const TYPE = 'tools+jwt';
const ALGORITHM = 'HS256';

const Claims = z.object({ sub: z.uuid(), sid: z.uuid(), tokenVersion: z.int().nonnegative() });
/** Whom a pass was given to; what they may is looked up each time it is shown. */
export type PassHolder = Pick<SignedIn, 'id' | 'loginId' | 'tokenVersion'>;

/** A browser that opens a page sends no header of ours: so the tools take a cookie, made of this. */
export interface ToolsPasses {
  issue(player: SignedIn, nowMs: number): Promise<{ pass: string; expiresAtMs: number }>;
  /** Null for whatever is no pass of ours, or an expired one. */
  verify(pass: string, nowMs: number): Promise<PassHolder | null>;
}

export function createToolsPasses(keys: Pick<SigningKeys, 'access' | 'accessKey'>): ToolsPasses {
  return {
    async issue(player, nowMs) {
      const issuedAtS = Math.floor(nowMs / 1_000);
      const expiresAtS = issuedAtS + TOOLS_PASS_MS / 1_000;
      const pass = await new SignJWT({ tokenVersion: player.tokenVersion, sid: player.loginId })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: keys.access.kid })
        .setSubject(player.id)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(issuedAtS)
        .setExpirationTime(expiresAtS)
        .sign(keys.access.secret);
      return { pass, expiresAtMs: expiresAtS * 1_000 };
    },

    async verify(pass, nowMs) {
      try {
        const { payload } = await jwtVerify(
          pass,
          async ({ kid }) => {
            const secret = await keys.accessKey(kid ?? '');
            if (secret === null) throw new errors.JWSInvalid('a key that is not ours');
            return secret;
          },
          {
            ...{ algorithms: [ALGORITHM], typ: TYPE, issuer: ISSUER, audience: AUDIENCE },
            ...{ currentDate: new Date(nowMs), requiredClaims: ['sub', 'sid', 'exp', 'tokenVersion'] },
          },
        );
        const claims = Claims.safeParse(payload).data;
        if (claims === undefined) return null;
        return { id: claims.sub, loginId: claims.sid, tokenVersion: claims.tokenVersion };
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
        throw error;
      }
    },
  };
}
