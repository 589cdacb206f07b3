import { assert } from '../assert.ts';

/** So many requests within so long. */
export interface Rate {
  requests: number;
  withinMs: number;
}

/** Counted for each player, and for each address with all who come from it: a household, a school, an office. */
export interface RateClass {
  player: Rate;
  address: Rate;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

function within(withinMs: number, ofPlayer: number, ofAddress: number): RateClass {
  return { player: { requests: ofPlayer, withinMs }, address: { requests: ofAddress, withinMs } };
}

export const RATES = {
  /** Answered from memory, or by one look into an index. */
  cheap: within(MINUTE_MS, 600, 6_000),
  normal: within(MINUTE_MS, 240, 2_400),
  /** Long work, or long answers. */
  expensive: within(10 * MINUTE_MS, 100, 1_000),
  /** Where somebody might guess, or make accounts without end. */
  sensitive: within(10 * MINUTE_MS, 60, 300),
  /** A seat in a room. */
  join: within(MINUTE_MS, 120, 1_200),
  /** A game's messages: four times what the quickest player of the load tests sends. */
  play: within(10 * SECOND_MS, 800, 20_000),
  /** All other messages. */
  ask: within(10 * SECOND_MS, 200, 5_000),
} as const satisfies Record<string, RateClass>;

/** How much more comes from a machine that generates load, or hides many players as a proxy that nobody trusts. */
export const LOAD_FACTOR = 1_000;

/** Connections from one address, whatever they are for: the transport cuts what is more before it is read. */
export const CONNECTIONS: Rate = { requests: 1_000, withinMs: 10 * SECOND_MS };

/** Of what comes from one address so many pass at once, then one every so often; who would wait for longer is refused. */
export interface PaceRule {
  atOnce: number;
  everyMs: number;
  mostWaitMs: number;
}

/** A seat costs a millisecond here, and as much in the database. */
export const JOIN_PACE: PaceRule = { atOnce: 10, everyMs: 20, mostWaitMs: 5_000 };
/** Of all requests over HTTP: a page brings some twenty. */
export const REQUEST_PACE: PaceRule = { atOnce: 20, everyMs: 4, mostWaitMs: 5_000 };

export type RateName = keyof typeof RATES;

/**
 * By method and path as the OpenAPI document writes them; null: without a limit. Each is counted by itself. A test holds
 * this and the routes together.
 */
export const ROUTE_RATES: Readonly<Record<string, RateName | null>> = {
  // Asked by machines all the time, and answered from memory.
  'GET /healthz': null,
  'GET /readyz': null,
  'GET /metrics': null,
  'GET /openapi.json': null,
  'GET /.well-known/jwks.json': null,
  // The built client's files, and Colyseus' own tools, which only admins get.
  'GET /{file}': null,
  'GET /colyseus/{tool}': null,

  'POST /matchmake/{method}/{room}': 'join',

  'POST /api/auth/guest': 'sensitive',
  'POST /api/auth/login': 'sensitive',
  'POST /api/auth/signup': 'sensitive',
  'POST /api/auth/refresh': 'sensitive',
  'POST /api/auth/logout': 'normal',
  'POST /api/auth/logout-all': 'normal',
  'GET /api/auth/sessions': 'normal',
  'DELETE /api/auth/sessions/{sessionId}': 'normal',
  'GET /api/invites/{code}': 'sensitive',

  'GET /api/me': 'cheap',
  'GET /api/me/export': 'expensive',
  'POST /api/me/delete': 'sensitive',
  'POST /api/me/daily': 'normal',
  'POST /api/me/age': 'normal',
  'GET /api/me/limits': 'cheap',
  'PUT /api/me/limits': 'normal',
  'POST /api/me/pause': 'normal',
  'POST /api/me/exclusion': 'normal',
  'GET /api/me/reality-check': 'cheap',
  'GET /api/me/history': 'normal',
  'GET /api/me/sessions': 'normal',
  'GET /api/me/statistics': 'normal',
  'GET /api/me/transfers': 'normal',
  'GET /api/games/{gameId}': 'normal',

  'GET /api/tables': 'cheap',
  'GET /api/odds': 'cheap',
  'GET /api/odds/{oddsHash}': 'cheap',
  'GET /api/fairness/crash/{table}': 'normal',
  'GET /api/fairness/crash/{table}/rounds': 'normal',
  'GET /api/fairness/crash/{table}/rounds/{game}': 'normal',
  'GET /api/fairness/seeds': 'cheap',
  'POST /api/fairness/seeds/rotate': 'normal',

  'GET /api/datasets': 'normal',
  'POST /api/datasets': 'expensive',
  'GET /api/datasets/{id}': 'normal',
  'DELETE /api/datasets/{id}': 'normal',
  'GET /api/datasets/{id}/bars': 'expensive',
  'POST /api/backtests': 'expensive',
  'GET /api/backtests': 'normal',
  'GET /api/backtests/{jobId}': 'cheap',
  'GET /api/backtests/{jobId}/result': 'expensive',
  'DELETE /api/backtests/{jobId}': 'normal',
  'GET /api/strategies/leaderboard': 'normal',
  'GET /api/strategies/insights/{strategyHash}': 'normal',
  'GET /api/strategies': 'normal',
  'POST /api/strategies': 'normal',
  'GET /api/strategies/{id}': 'normal',
  'PUT /api/strategies/{id}': 'normal',
  'DELETE /api/strategies/{id}': 'normal',
  'POST /api/strategies/{id}/publish': 'normal',
  'POST /api/strategies/{id}/copy': 'normal',

  'GET /api/admin/overview': 'cheap',
  'GET /api/admin/anomalies': 'normal',
  'GET /api/admin/audit': 'normal',
  'GET /api/admin/players': 'normal',
  'GET /api/admin/players/{playerId}': 'normal',
  'GET /api/admin/players/{playerId}/games': 'normal',
  'GET /api/admin/players/{playerId}/transfers': 'normal',
  'GET /api/admin/players/{playerId}/sessions': 'normal',
  'POST /api/admin/players/{playerId}/ban': 'normal',
  'POST /api/admin/players/{playerId}/unban': 'normal',
  'POST /api/admin/players/{playerId}/rank': 'normal',
  'POST /api/admin/players/{playerId}/role': 'normal',
  'POST /api/admin/grants': 'normal',
  'POST /api/admin/grants/bulk': 'expensive',
  'POST /api/admin/notices': 'normal',
  'GET /api/admin/broadcasts': 'normal',
  'POST /api/admin/broadcasts': 'normal',
  'DELETE /api/admin/broadcasts/{broadcastId}': 'normal',
  'GET /api/admin/invites': 'normal',
  'POST /api/admin/invites': 'sensitive',
  'GET /api/admin/tables': 'cheap',
  'POST /api/admin/tables/{table}/pause': 'normal',
  'POST /api/admin/tables/{table}/resume': 'normal',
  'POST /api/admin/tables/{table}/limits': 'normal',
  'GET /api/admin/rounds': 'normal',
  'GET /api/admin/rounds/{table}/{game}': 'normal',
  'POST /api/admin/rounds/{table}/{game}/void': 'normal',
  'GET /api/admin/banners': 'normal',
  'POST /api/admin/banners/{banner}/activate': 'normal',
  'POST /api/admin/banners/{banner}/deactivate': 'normal',
  'POST /api/admin/banners/{banner}/stock': 'normal',
  'GET /api/admin/queue': 'normal',
  'POST /api/admin/backtests/{jobId}/retry': 'normal',
  'POST /api/admin/backtests/{jobId}/cancel': 'normal',
  'POST /api/admin/returns/{game}/{variant}/restart': 'normal',
  'POST /api/admin/tools': 'normal',
};

/** Requests of a type that a room does not know, and messages. */
export const UNKNOWN_MESSAGE = 'unknown';

/** By room and request. Each is counted by itself, so that nothing keeps a player from cashing out. */
export const MESSAGE_RATES: Readonly<Record<string, Readonly<Record<string, RateName>>>> = {
  lobby: { ack: 'ask', time: 'ask', unknown: 'ask' },
  crash: { bet: 'play', cancel: 'play', cashout: 'play', time: 'ask', unknown: 'ask' },
  slots: { spin: 'play', end: 'ask', time: 'ask', unknown: 'ask' },
  gacha: { pull: 'play', end: 'ask', time: 'ask', unknown: 'ask' },
  rps: { throw: 'play', end: 'ask', time: 'ask', unknown: 'ask' },
  rps_match: { commit: 'play', reveal: 'play', time: 'ask', unknown: 'ask' },
  backtest: { cancel: 'ask', unknown: 'ask' },
  monitor: { topics: 'ask', time: 'ask', unknown: 'ask' },
};

/** `GET /api/me`: as the tables above name a route. */
export function routeName(method: string, path: string): string {
  return `${method.toUpperCase()} ${path}`;
}

/** Null: without a limit. */
export function rateOfRoute(name: string): RateName | null {
  const rate = ROUTE_RATES[name];
  assert(rate !== undefined, `no rate of ${name} in domain/rates/rates.ts`);
  return rate;
}

export function rateOfMessage(room: string, type: string): RateName {
  const rate = MESSAGE_RATES[room]?.[type];
  assert(rate !== undefined, `no rate of ${room} ${type} in domain/rates/rates.ts`);
  return rate;
}
