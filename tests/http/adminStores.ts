import type { Stores } from '../../scripts/admin/stores.ts';
import type { LiveApp } from './liveApp.ts';

/** What the commands of `npm run admin` work on, here on the application's own database. */
export function storesOf({ database }: LiveApp): Stores {
  return { ...database, keys: () => database.keys, close: async () => {} };
}
