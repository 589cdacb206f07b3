import type { GameSummary, TransferLine } from '../../domain/games/records.ts';
import type { Rank, Role } from '../../domain/identity/port.ts';
import type { Page } from '../../domain/page.ts';
import type { SessionSummary } from '../../domain/protocol/session.ts';
import type * as wire from './adminWire.ts';
import type { BacktestJob } from './backtestWire.ts';
import type { Caller } from './caller.ts';
import type { HttpRequest } from './http.ts';
import { queryString } from './queryString.ts';
import type { PageQuery } from './wire.ts';

/** A thousand grants are a thousand postings. */
const BULK_WITHIN_MS = 60_000;

/**
 * The operators' routes; each needs a permission of `domain/identity/permissions.ts`, without which it is `forbidden`.
 * A lost answer is asked for again with the same key, so nothing is done twice.
 */
export class Admin {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  overview(): Promise<wire.AdminOverview> {
    return this.#get('/overview');
  }

  anomalies(): Promise<wire.Anomalies> {
    return this.#get('/anomalies');
  }

  /** Begins the sequential test of a game's return anew. */
  restartReturn(game: string, variant: string, reason: string): Promise<unknown> {
    return this.#post(`/returns/${part(game)}/${part(variant)}/restart`, { reason });
  }

  players(query: wire.PlayerQuery = {}): Promise<Page<wire.AdminPlayer>> {
    return this.#get(`/players${queryString(query)}`);
  }

  player(playerId: string): Promise<wire.AdminPlayerDetail> {
    return this.#get(`/players/${part(playerId)}`);
  }

  playerGames(playerId: string, query: PageQuery = {}): Promise<Page<GameSummary>> {
    return this.#get(`/players/${part(playerId)}/games${queryString(query)}`);
  }

  playerTransfers(playerId: string, query: PageQuery = {}): Promise<Page<TransferLine>> {
    return this.#get(`/players/${part(playerId)}/transfers${queryString(query)}`);
  }

  playerSessions(playerId: string, query: PageQuery = {}): Promise<Page<SessionSummary>> {
    return this.#get(`/players/${part(playerId)}/sessions${queryString(query)}`);
  }

  /** @param untilMs null: for good */
  ban(playerId: string, untilMs: number | null, reason: string): Promise<wire.AdminPlayer> {
    return this.#post(`/players/${part(playerId)}/ban`, { untilMs, reason });
  }

  unban(playerId: string, reason: string): Promise<wire.AdminPlayer> {
    return this.#post(`/players/${part(playerId)}/unban`, { reason });
  }

  setRank(playerId: string, rank: Rank, reason: string): Promise<wire.AdminPlayer> {
    return this.#post(`/players/${part(playerId)}/rank`, { rank, reason });
  }

  setRole(playerId: string, role: Role, reason: string): Promise<wire.AdminPlayer> {
    return this.#post(`/players/${part(playerId)}/role`, { role, reason });
  }

  grant({ key, ...order }: wire.GrantOrder): Promise<wire.Granted> {
    return this.#post('/grants', order, { key });
  }

  /** 1 to 1,000 lines; one that can't be granted says why, and stops no other. */
  grantMany(lines: readonly wire.GrantLine[], reason: string): Promise<wire.GrantedLines> {
    return this.#post('/grants/bulk', { lines, reason }, { withinMs: BULK_WITHIN_MS });
  }

  /** Invite codes, newest first. */
  invites(query: PageQuery = {}): Promise<Page<wire.Invite>> {
    return this.#get(`/invites${queryString(query)}`);
  }

  /** An invite code; made at random when `code` is left out, without end or number of uses unless they are said. */
  createInvite(order: { code?: string; expiresAtMs?: number; maxUses?: number }): Promise<wire.Invite> {
    return this.#post('/invites', order);
  }

  broadcasts(query: PageQuery = {}): Promise<Page<wire.AdminBroadcast>> {
    return this.#get(`/broadcasts${queryString(query)}`);
  }

  broadcast({ key, ...order }: wire.BroadcastOrder): Promise<wire.AdminBroadcast> {
    return this.#post('/broadcasts', order, { key });
  }

  cancelBroadcast(broadcastId: string): Promise<wire.AdminBroadcast> {
    return this.#send('DELETE', `/broadcasts/${part(broadcastId)}`);
  }

  notice({ key, ...order }: wire.NoticeOrder): Promise<{ sequence: number }> {
    return this.#post('/notices', order, { key });
  }

  tables(): Promise<Page<wire.AdminTable>> {
    return this.#get('/tables');
  }

  /** After the round under way. */
  pauseTable(table: string, reason: string): Promise<unknown> {
    return this.#post(`/tables/${part(table)}/pause`, { reason });
  }

  resumeTable(table: string, reason: string): Promise<unknown> {
    return this.#post(`/tables/${part(table)}/resume`, { reason });
  }

  /** From the next round on. @param limits null: those of the table's own rules again */
  limitTable(table: string, limits: Partial<wire.TableLimits> | null, reason: string): Promise<unknown> {
    const body = limits === null ? { limits, reason } : { ...limits, reason };
    return this.#post(`/tables/${part(table)}/limits`, body);
  }

  rounds(query: wire.RoundQuery = {}): Promise<Page<wire.AdminRound>> {
    return this.#get(`/rounds${queryString(query)}`);
  }

  round(table: string, game: number): Promise<wire.AdminRoundDetail> {
    return this.#get(`/rounds/${part(table)}/${game}`);
  }

  /** Gives every stake back. Only without a live lease, or more than 60 s past the bust. */
  voidRound(table: string, game: number, reason: string, key?: string): Promise<unknown> {
    return this.#post(`/rounds/${part(table)}/${game}/void`, { reason }, { key });
  }

  banners(): Promise<Page<wire.AdminBanner>> {
    return this.#get('/banners');
  }

  activateBanner(banner: string, reason: string): Promise<unknown> {
    return this.#post(`/banners/${part(banner)}/activate`, { reason });
  }

  deactivateBanner(banner: string, reason: string): Promise<unknown> {
    return this.#post(`/banners/${part(banner)}/deactivate`, { reason });
  }

  setStock(banner: string, item: string, remaining: number, reason: string): Promise<unknown> {
    return this.#post(`/banners/${part(banner)}/stock`, { item, remaining, reason });
  }

  queue(): Promise<wire.QueueStanding> {
    return this.#get('/queue');
  }

  retryBacktest(jobId: string): Promise<BacktestJob> {
    return this.#post(`/backtests/${part(jobId)}/retry`);
  }

  cancelBacktest(jobId: string): Promise<BacktestJob> {
    return this.#post(`/backtests/${part(jobId)}/cancel`);
  }

  audit(query: wire.AuditQuery = {}): Promise<Page<wire.AuditRow>> {
    return this.#get(`/audit${queryString(query)}`);
  }

  /** Lets this browser into Colyseus' own monitor and playground under /colyseus for a while. */
  openTools(): Promise<unknown> {
    return this.#post('/tools');
  }

  #get<T>(path: string): Promise<T> {
    return this.#caller.asPlayer({ method: 'GET', path: `/api/admin${path}` }, true);
  }

  #post<T>(
    path: string,
    body?: object,
    options?: { key?: string | undefined; withinMs?: number },
  ): Promise<T> {
    return this.#send('POST', path, body, options);
  }

  #send<T>(
    method: HttpRequest['method'],
    path: string,
    body?: object,
    { key = crypto.randomUUID(), withinMs }: { key?: string | undefined; withinMs?: number } = {},
  ): Promise<T> {
    const request = { method, path: `/api/admin${path}`, idempotencyKey: key };
    return this.#caller.asPlayer(
      { ...request, ...(body ? { body } : {}), ...(withinMs ? { withinMs } : {}) },
      true,
    );
  }
}

function part(value: string): string {
  return encodeURIComponent(value);
}
