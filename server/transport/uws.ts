import uWebSockets, { type HttpResponse, type us_listen_socket, type WebSocket } from 'uWebSockets.js';
import { EventEmitter } from 'node:events';
import { type AuthContext, CloseCode, createAuthContext, Protocol, type Router } from '@colyseus/core';
import { uWebSocketClient, uWebSocketsTransport } from '@colyseus/uwebsockets-transport';
import { readArrival, seat } from './arrival.ts';
import { BAD_FRAME, BAD_FRAME_CLOSE, TOO_MANY, TOO_MANY_CLOSE } from './badFrame.ts';
import { isClientFrame } from './frameCheck.ts';
import { canonicalAddress, FORWARDING_HEADERS } from './peerAddress.ts';
import {
  type FairgroundTransport,
  type HttpHandler,
  MAX_FRAME_BYTES,
  SHUTDOWN_GRACE_MS,
  type StreamedRoutes,
  type TransportSettings,
} from './types.ts';
import { serveUwsHttp } from './uwsHttp.ts';

/** Seconds without a sign of life; uWebSockets.js sends the pings that keep a healthy socket below it. */
const IDLE_TIMEOUT_S = 16;
const PROBE_MS = 1_000;
const LIBUS_LISTEN_EXCLUSIVE_PORT = 1;

/** What Colyseus' `upgrade` handler leaves on the socket. */
interface UserData {
  url: string;
  searchParams: Record<string, string | string[] | undefined>;
  context: AuthContext;
  cut?: true;
}
type Socket = WebSocket<UserData> & UserData;
type ListenSocket = us_listen_socket;

/** Colyseus' view of a socket: an emitter of `message` and `close` with the socket itself in `ws`. */
class SocketEvents extends EventEmitter {
  readonly ws: Socket;
  readonly #onBadFrame: () => void;

  constructor(ws: Socket, onBadFrame: () => void) {
    super();
    this.ws = ws;
    this.#onBadFrame = onBadFrame;
  }

  /** What is no frame of a client's reaches no room: it ends the connection. */
  override emit(event: string, ...parts: unknown[]): boolean {
    if (event !== 'message' || isClientFrame(parts[0] as Buffer)) return super.emit(event, ...parts);
    this.#onBadFrame();
    quietly(() => {
      this.ws.send(BAD_FRAME, true);
      this.ws.end(BAD_FRAME_CLOSE.code, BAD_FRAME_CLOSE.reason);
    });
    return true;
  }
}

export class FairgroundUws extends uWebSocketsTransport implements FairgroundTransport {
  readonly kind = 'uws';
  readonly #settings: TransportSettings;
  #listenSocket: ListenSocket | null = null;
  #handler: HttpHandler | null = null;
  #streamed: StreamedRoutes = () => null;

  constructor(settings: TransportSettings) {
    super({
      maxPayloadLength: MAX_FRAME_BYTES,
      maxBackpressure: settings.maxBackpressureBytes,
      // The default drops frames and keeps the socket: a client would miss patches without knowing.
      closeOnBackpressureLimit: true,
      idleTimeout: IDLE_TIMEOUT_S,
      dropped: (socket) => {
        const { cut } = socket.getUserData() as UserData;
        if (cut) return;
        (socket.getUserData() as UserData).cut = true;
        settings.events.slowClientCut();
      },
    });
    this.#settings = settings;
    const arrives = (response: HttpResponse, opened: number) => {
      if (opened !== 1) return;
      const remoteAddress = canonicalAddress(Buffer.from(response.getRemoteAddressAsText()).toString());
      if (!settings.door.admits(remoteAddress)) response.close();
    };
    this.app.filter(arrives as never);
    this.app.any('/*', (response, request) => {
      if (this.#handler === null) {
        response.writeStatus('503 Service Unavailable').end();
        return;
      }
      void serveUwsHttp(response, request, this.#handler, this.#streamed, settings);
    });
  }

  get port(): number {
    return this.#listenSocket === null ? 0 : uWebSockets.us_socket_local_port(this.#listenSocket);
  }

  attachHttp(handler: HttpHandler, streamed: StreamedRoutes = () => null): void {
    this.#handler = handler;
    this.#streamed = streamed;
  }

  /** Colyseus' routes are served by our own handler (`createMatchmaking`). */
  override bindRouter(_router: Router): void {}

  override listen(
    port: number,
    hostname = '127.0.0.1',
    _backlog?: number,
    onListening?: (error?: Error) => void,
  ) {
    // The declared overloads lack the one with both a host and options, which the binary has.
    const listen = this.app.listen as unknown as (
      host: string,
      port: number,
      options: number,
      callback: (socket: ListenSocket | false) => void,
    ) => void;
    listen.call(this.app, hostname, Number(port), LIBUS_LISTEN_EXCLUSIVE_PORT, (socket) => {
      if (socket === false) {
        const error = new Error(
          `cannot listen on ${hostname}:${port}: it is taken, or not an address of ours`,
        );
        onListening?.(Object.assign(error, { code: 'EADDRINUSE' }));
        return;
      }
      this.#listenSocket = socket;
      onListening?.();
    });
    return this;
  }

  override shutdown(): void {
    if (this.#listenSocket === null) return;
    uWebSockets.us_listen_socket_close(this.#listenSocket);
    this.#listenSocket = null;
    setTimeout(() => this.app.close(), SHUTDOWN_GRACE_MS).unref();
  }

  protected override async onConnection(socket: Socket): Promise<void> {
    const { door, events } = this.#settings;
    const leave = door.enter(this.#addressOf(socket));
    if (leave === null) {
      events.refused('rate_limited');
      quietly(() => {
        socket.send(TOO_MANY, true);
        socket.end(TOO_MANY_CLOSE.code, TOO_MANY_CLOSE.reason);
      });
      return;
    }
    const wrapper = new SocketEvents(socket, () => events.refused('invalid_request'));
    this.clientWrappers.set(socket as never, wrapper as never);
    events.connectionOpened();
    wrapper.once('close', () => {
      events.connectionClosed();
      leave();
    });

    const query = queryOf(socket.searchParams);
    const arrival = readArrival(socket.url, query);
    const close = (code: number, reason: string) => quietly(() => socket.end(code, reason));
    if (arrival.type === 'ping') {
      const timeout = setTimeout(() => close(CloseCode.NORMAL_CLOSURE, ''), PROBE_MS);
      wrapper.once('close', () => clearTimeout(timeout));
      wrapper.on('message', () => quietly(() => socket.send(new Uint8Array([Protocol.PING]), true)));
      return;
    }
    if (arrival.type === 'unknown') {
      events.refused('not_found');
      close(CloseCode.WITH_ERROR, 'not_found');
      return;
    }
    const client = new uWebSocketClient(arrival.sessionId, wrapper as never);
    const context = this.#contextOf(socket, query);
    // The handshake's headers and query would stay with the socket as long as it lives: kilobytes each.
    Object.assign(socket, { url: '', searchParams: null, context: null });
    await seat(arrival, client, context, close, this.#settings);
  }

  #addressOf(socket: Socket): string {
    const { headers } = socket.context;
    return this.#settings.addressOf(
      Buffer.from(socket.getRemoteAddressAsText()).toString(),
      (name) => headers.get(name) ?? undefined,
    );
  }

  #contextOf(socket: Socket, query: URLSearchParams): AuthContext {
    const { headers } = socket.context;
    const remoteAddress = this.#addressOf(socket);
    for (const name of FORWARDING_HEADERS) headers.delete(name);
    return createAuthContext({ headers, token: query.get('_authToken'), remoteAddress });
  }
}

function queryOf(params: UserData['searchParams']): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    query.set(name, (Array.isArray(value) ? value[0] : value) ?? '');
  }
  return query;
}

/** uWebSockets.js throws when a socket is used after it closed, which a caller cannot know beforehand. */
function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // The socket is gone: there is nobody left to tell.
  }
}
