import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { CloseCode, createAuthContext, Protocol, type Router } from '@colyseus/core';
import { WebSocketClient, WebSocketTransport } from '@colyseus/ws-transport';
import { WebSocket } from 'ws';
import { readArrival, seat } from './arrival.ts';
import { BAD_FRAME, BAD_FRAME_CLOSE, TOO_MANY, TOO_MANY_CLOSE } from './badFrame.ts';
import { isClientFrame } from './frameCheck.ts';
import { serveNodeHttp } from './nodeHttp.ts';
import { canonicalAddress, FORWARDING_HEADERS } from './peerAddress.ts';
import {
  type FairgroundTransport,
  type HttpHandler,
  MAX_FRAME_BYTES,
  SHUTDOWN_GRACE_MS,
  STREAM_WITHIN_MS,
  type StreamedRoutes,
  type TransportSettings,
} from './types.ts';

const PING_INTERVAL_MS = 5_000;
const PING_RETRIES = 2;
const PROBE_MS = 1_000;

/**
 * The fallback transport: `ws` on node:http. Colyseus' `server` property stays undefined, so that Colyseus
 * leaves HTTP to `attachHttp`.
 */
export class FairgroundWs extends WebSocketTransport implements FairgroundTransport {
  readonly kind = 'ws';
  readonly #http: http.Server;
  readonly #settings: TransportSettings;

  constructor(settings: TransportSettings) {
    super({
      noServer: true,
      maxPayload: MAX_FRAME_BYTES,
      pingInterval: PING_INTERVAL_MS,
      pingMaxRetries: PING_RETRIES,
      WebSocket: guarded(settings),
    });
    this.#settings = settings;
    this.#http = http.createServer({
      // Bodies are timed one by one where they are read: this is for what nobody reads.
      requestTimeout: STREAM_WITHIN_MS + settings.bodyTimeoutMs,
      headersTimeout: settings.bodyTimeoutMs,
      connectionsCheckingInterval: 5_000,
      keepAliveTimeout: 65_000,
    });
    this.#http.on('connection', (socket) => {
      if (!settings.door.admits(canonicalAddress(socket.remoteAddress ?? ''))) socket.destroy();
    });
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    // A request refused by the parser has no handler to go to; an ended socket is nobody's error.
    this.#http.on('clientError', (_error, socket) => {
      settings.events.refused('invalid_request');
      if (socket.writable)
        socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      else socket.destroy();
    });
  }

  get port(): number {
    return (this.#http.address() as AddressInfo | null)?.port ?? 0;
  }

  attachHttp(handler: HttpHandler, streamed: StreamedRoutes = () => null): void {
    this.#http.removeAllListeners('request');
    this.#http.on('request', serveNodeHttp(handler, streamed, this.#settings));
  }

  /** Colyseus' routes are served by our own handler (`createMatchmaking`). */
  override bindRouter(_router: Router): void {}

  override listen(
    port: number | string,
    hostname?: string,
    backlog?: number,
    onListening?: (error?: Error) => void,
  ) {
    this.#http.once('error', (error) => onListening?.(error));
    this.#http.listen({ port: Number(port), host: hostname, backlog, exclusive: true }, () => {
      this.#http.removeAllListeners('error');
      this.#http.on('error', (error) =>
        this.#settings.logger.error({ code: 'internal', err: error }, 'node:http'),
      );
      this.autoTerminateUnresponsiveClients(PING_INTERVAL_MS, PING_RETRIES);
      this.pingInterval.unref();
      onListening?.();
    });
    return this;
  }

  override shutdown(): void {
    clearInterval(this.pingInterval);
    this.#http.close();
    this.wss.close();
    setTimeout(() => {
      for (const client of this.wss.clients) client.terminate();
      this.#http.closeAllConnections();
    }, SHUTDOWN_GRACE_MS).unref();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    this.wss.handleUpgrade(request, socket, head, (websocket) => this.#arrive(websocket, request));
  }

  #arrive(websocket: WebSocket & { pingCount?: number }, request: IncomingMessage): void {
    const { door, events, logger } = this.#settings;
    const leave = door.enter(this.#addressOf(request));
    if (leave === null) {
      events.refused('rate_limited');
      websocket.on('error', () => {});
      websocket.send(TOO_MANY);
      websocket.close(TOO_MANY_CLOSE.code, TOO_MANY_CLOSE.reason);
      return;
    }
    events.connectionOpened();
    // A malformed or oversized frame: `ws` answers it with its own close code (1002, 1007, 1009).
    websocket.on('error', (error: Error & { code?: string }) => {
      events.refused('invalid_request');
      logger.debug({ code: 'invalid_request', reason: error.code }, 'a bad frame');
    });
    websocket.on('close', () => {
      events.connectionClosed();
      leave();
    });
    websocket.pingCount = 0;
    websocket.on('pong', () => {
      websocket.pingCount = 0;
    });

    const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
    const query = new URLSearchParams(search);
    const arrival = readArrival(path, query);
    const close = (code: number, reason: string) => websocket.close(code, reason);
    if (arrival.type === 'ping') {
      setTimeout(() => websocket.close(CloseCode.NORMAL_CLOSURE), PROBE_MS);
      websocket.on('message', () => websocket.send(new Uint8Array([Protocol.PING])));
      return;
    }
    if (arrival.type === 'unknown') {
      events.refused('not_found');
      close(CloseCode.WITH_ERROR, 'not_found');
      return;
    }
    const client = new WebSocketClient(arrival.sessionId, websocket);
    void seat(arrival, client, this.#contextOf(request, query), close, this.#settings);
  }

  #addressOf(request: IncomingMessage): string {
    const header = (name: string) => request.headers[name]?.toString();
    return this.#settings.addressOf(request.socket.remoteAddress ?? '', header);
  }

  #contextOf(request: IncomingMessage, query: URLSearchParams) {
    const remoteAddress = this.#addressOf(request);
    for (const name of FORWARDING_HEADERS) delete request.headers[name];
    return createAuthContext({
      headers: request.headers as Record<string, string | undefined>,
      token: query.get('_authToken'),
      remoteAddress,
    });
  }
}

/**
 * A websocket that is cut once its unsent backlog exceeds the limit, since `ws` itself would buffer for ever; and closed by
 * what is no frame of a client's, which reaches no room.
 */
function guarded({ maxBackpressureBytes, events }: TransportSettings): typeof WebSocket {
  return class extends WebSocket {
    override emit(event: string | symbol, ...parts: unknown[]): boolean {
      if (event !== 'message') return super.emit(event, ...parts);
      // What was sent before it heard of the close.
      if (this.readyState !== WebSocket.OPEN) return true;
      if (isClientFrame(parts[0] as Buffer)) return super.emit(event, ...parts);
      events.refused('invalid_request');
      this.send(BAD_FRAME);
      this.close(BAD_FRAME_CLOSE.code, BAD_FRAME_CLOSE.reason);
      return true;
    }

    // biome-ignore lint/suspicious/noExplicitAny: `send` has two overloads that differ in their tail
    override send(...args: any[]): void {
      if (this.bufferedAmount > maxBackpressureBytes) {
        if (this.readyState !== WebSocket.OPEN) return;
        events.slowClientCut();
        this.terminate();
        return;
      }
      super.send(...(args as Parameters<WebSocket['send']>));
    }
  };
}
