import { MOST_CSV_BYTES } from '../../domain/backtest/csv.ts';
import type { StreamedRoutes } from '../transport/types.ts';
import type { Definition } from './define.ts';
import * as admin from './definitions/admin.ts';
import * as audit from './definitions/audit.ts';
import * as auth from './definitions/auth.ts';
import * as backtests from './definitions/backtests.ts';
import * as broadcasts from './definitions/broadcasts.ts';
import * as crash from './definitions/crash.ts';
import * as datasets from './definitions/datasets.ts';
import * as grants from './definitions/grants.ts';
import * as invites from './definitions/invites.ts';
import * as limits from './definitions/limits.ts';
import * as odds from './definitions/odds.ts';
import * as operations from './definitions/operations.ts';
import * as operatorBanners from './definitions/operatorBanners.ts';
import * as operatorTables from './definitions/operatorTables.ts';
import * as overview from './definitions/overview.ts';
import * as player from './definitions/player.ts';
import * as players from './definitions/players.ts';
import * as privacy from './definitions/privacy.ts';
import * as seeds from './definitions/seeds.ts';
import * as strategies from './definitions/strategies.ts';
import * as tools from './definitions/tools.ts';
import * as watch from './definitions/watch.ts';
import { MOST_BULK_BYTES } from './operatorSchemas.ts';
import { MOST_STRATEGY_BYTES } from './strategyBody.ts';

/** Every route of the API with its access. What is not in here is not served: `serve` takes nothing else. */
export const ROUTES: readonly Definition[] = [
  ...Object.values(operations),
  ...Object.values(auth),
  ...Object.values(invites),
  ...Object.values(privacy),
  ...Object.values(player),
  ...Object.values(limits),
  ...Object.values(crash),
  ...Object.values(odds),
  ...Object.values(seeds),
  ...Object.values(datasets),
  ...Object.values(backtests),
  ...Object.values(strategies),
  ...Object.values(admin),
  ...Object.values(overview),
  ...Object.values(watch),
  ...Object.values(tools),
  ...Object.values(broadcasts),
  ...Object.values(operatorTables),
  ...Object.values(operatorBanners),
  ...Object.values(audit),
  ...Object.values(players),
  ...Object.values(grants),
];

/** Of the routes whose bodies are read when it is known who sends them. */
const MOST_BYTES: readonly (readonly [definition: Definition, bytes: number])[] = [
  [datasets.upload, MOST_CSV_BYTES],
  [grants.bulkGrant, MOST_BULK_BYTES],
  ...ROUTES.filter(({ holdsStrategy }) => holdsStrategy).map((each) => [each, MOST_STRATEGY_BYTES] as const),
];
const STREAMED = MOST_BYTES.map(([{ method, path }, bytes]) => ({
  method: method.toUpperCase(),
  path: new RegExp(`^${path.replaceAll(/{.+?}/g, '[^/]+')}$`),
  bytes,
}));

/** Market data, long lists and strategies; every other body is small, and read before its route is asked. */
export const streamedRoutes: StreamedRoutes = (method, path) =>
  STREAMED.find((each) => each.method === method && each.path.test(path))?.bytes ?? null;
