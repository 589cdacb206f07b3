import type { CredentialStore } from '../../domain/identity/credentials.ts';
import type { LoginStore } from '../../domain/identity/logins.ts';
import type { Logger } from '../logger.ts';
import type { SigningKeys } from './signingKeys.ts';

const EVERY_MS = 60_000;

/** Each minute: takes up keys that other members made, makes those that are due, and drops what has expired. */
export function keepHouse(deps: {
  keys: SigningKeys;
  logins: Pick<LoginStore, 'purge'>;
  credentials: Pick<CredentialStore, 'purgeLogins'>;
  logger: Logger;
  isOutage(error: unknown): boolean;
}): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();

  async function tidy(): Promise<void> {
    try {
      await deps.keys.refresh();
      await deps.logins.purge();
      await deps.credentials.purgeLogins();
    } catch (error) {
      const code = deps.isOutage(error) ? 'store_unavailable' : 'internal';
      deps.logger.error({ err: error, code }, 'what has expired of sessions and keys was not tidied up');
    }
  }

  const timer = setInterval(() => {
    running = running.then(tidy);
  }, EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
