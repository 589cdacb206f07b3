import { createHash } from 'node:crypto';
import type { CredentialStore } from '../../domain/identity/credentials.ts';
import { normalNickname } from '../../domain/identity/nickname.ts';
import type { Player } from '../../domain/identity/port.ts';
import { type Failure, failure } from '../../domain/protocol/errors.ts';
import { addressGroup } from '../../domain/rates/addressGroup.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Logger } from '../logger.ts';
import type { Passwords } from './passwords.ts';

interface LoginDeps {
  credentials: CredentialStore;
  passwords: Passwords;
  /** Of those whose names are looked up. */
  lane: <T>(work: () => Promise<T>) => Promise<T>;
  clock: { nowMs(): number };
  logger: Logger;
}

/**
 * Who logs in with this name and password. `unauthorized` says neither which of the two was wrong nor takes another
 * time for it; `locked_out` (the right password too) tells when it ends, `forbidden` until when a ban lasts; `busy`
 * when too many log in at once. @throws StoreUnavailableError
 */
export async function logIn(
  deps: LoginDeps,
  { nickname, password }: { nickname: string; password: string },
  address: string,
): Promise<Result<Player>> {
  const { credentials, passwords, clock, logger } = deps;
  const name = normalNickname(nickname);
  const pair = pairOf(name, address);
  // A thousand at once must not all ask the database only to hear that there are too many.
  const found = await deps.lane(
    async (): Promise<Result<Awaited<ReturnType<CredentialStore['credentials']>>>> => {
      const full = passwords.full();
      if (full !== null) return { ok: false, error: full };
      const lockedForMs = await credentials.countLogin(pair);
      if (lockedForMs > 0) return { ok: false, error: lockedOut(lockedForMs) };
      return ok(await credentials.credentials(name));
    },
  );
  if (!found.ok) return found;
  const known = found.value;
  const verified = await passwords.verify(password, known?.passwordHash ?? null);
  if (!verified.ok) {
    await credentials.uncountLogin(pair);
    return verified;
  }
  if (known === null || !verified.value) {
    logger.info({ playerId: known?.player.id ?? null, code: 'unauthorized' }, 'a log-in failed');
    return { ok: false, error: failure('unauthorized', { reason: 'credentials' }, WRONG) };
  }
  await credentials.forgetLogins(pair);
  const { player } = known;
  const { bannedUntilMs } = player;
  if (bannedUntilMs !== null && bannedUntilMs > clock.nowMs()) return fail('forbidden', { bannedUntilMs });
  return ok(player);
}

const WRONG = 'There is no account with this name and this password.';

function lockedOut(retryAfterMs: number): Failure {
  return failure('locked_out', { retryAfterMs, retryAfterSeconds: Math.ceil(retryAfterMs / 1_000) });
}

/** A hash: who reads the table learns neither names that were tried nor from where. */
function pairOf(name: string, address: string): string {
  return createHash('sha256')
    .update(`${name.toLowerCase()}\n${addressGroup(address)}`)
    .digest('hex');
}
