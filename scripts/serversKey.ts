import type { Config } from '../server/config.ts';
import { keptSecretsKey } from '../server/secrets.ts';

/** The key that the servers seal with. @throws Error where there is none: a fresh one would open nothing of theirs */
export function serversKey(config: Config): string {
  const key = keptSecretsKey(config);
  if (key !== null) return key;
  throw new Error(
    `the key of the servers is missing: set SECRETS_KEY, or copy their secrets.key into ${config.dataDir}`,
  );
}
