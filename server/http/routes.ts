import type { Definition } from './define.ts';
import * as auth from './definitions/auth.ts';
import * as crash from './definitions/crash.ts';
import * as operations from './definitions/operations.ts';
import * as player from './definitions/player.ts';

/** Every route of the API with its access. What is not in here is not served: `serve` takes nothing else. */
export const ROUTES: readonly Definition[] = [
  ...Object.values(operations),
  ...Object.values(auth),
  ...Object.values(player),
  ...Object.values(crash),
];
