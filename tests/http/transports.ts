import { connect as connectTcp } from 'node:net';
import { type Client, matchMaker, Protocol, Room, ServerError } from '@colyseus/core';
import WebSocket from 'ws';
import { StoreUnavailableError } from '../../db/storeUnavailable.ts';
import { createLogger } from '../../server/logger.ts';
import { createTransport } from '../../server/transport/createTransport.ts';
import { createMatchmaking } from '../../server/transport/matchmaking.ts';
import type { FairgroundTransport, HttpHandler, TransportOptions } from '../../server/transport/types.ts';

/** What the room under test saw, per session. */
export const seen = new Map<string, { ip: string | undefined; headers: string }>();

/** A room that refuses as its options say, and floods whoever asks. */
class ProbeRoom extends Room {
  override patchRate = null as never;
  override messages = {
    flood: (_client: Client, message: { frames: number; bytes: number }) => {
      const frame = new Uint8Array(message.bytes);
      for (let sent = 0; sent < message.frames; sent++) this.broadcast('frame', frame);
    },
  };

  static override async onAuth(
    _token: string,
    options: Record<string, unknown>,
    context: { ip?: string; headers: Headers },
  ) {
    if (options.refuse) throw new ServerError(403, 'forbidden');
    if (options.throw === 'type') throw new TypeError('a bug in onAuth');
    if (options.throw === 'code') throw Object.assign(new Error('not a status'), { code: '23505' });
    if (options.throw === 'close') throw new ServerError(4002, 'a close code');
    return { ip: context.ip, headers: JSON.stringify(Object.fromEntries(context.headers)) };
  }

  override onJoin(client: Client, options: Record<string, unknown>) {
    if (options.throw === 'join') throw new TypeError('a bug in onJoin');
    if (options.throw === 'store') throw new StoreUnavailableError('the database does not answer');
    seen.set(client.sessionId, client.auth);
  }
}

export async function loadableKinds(): Promise<('uws' | 'ws')[]> {
  const uws = await import('uWebSockets.js').catch(() => null);
  return uws === null ? ['ws'] : ['uws', 'ws'];
}

export interface Counts {
  opened: number;
  closed: number;
  cuts: number;
  refused: string[];
}

export interface Running {
  transport: FairgroundTransport;
  base: string;
  counts: Counts;
  logs: string[];
}

let prepared: Promise<void> | undefined;

/** The matchmaker is one per process: both transports serve the same one, as either would in production. */
export function prepareMatchMaker(): Promise<void> {
  prepared ??= (async () => {
    await matchMaker.setup();
    for (const name of ['probe', 'lobby']) matchMaker.defineRoomType(name, ProbeRoom);
    await matchMaker.accept();
  })();
  return prepared;
}

export async function startTransport(
  kind: 'uws' | 'ws',
  handler: HttpHandler,
  options: Partial<TransportOptions> = {},
): Promise<Running> {
  await prepareMatchMaker();
  const counts: Counts = { opened: 0, closed: 0, cuts: 0, refused: [] };
  const logs: string[] = [];
  const logger = createLogger('debug', { write: (line: string) => void logs.push(line) });
  const transport = await createTransport({
    kind,
    logger,
    events: {
      connectionOpened: () => void counts.opened++,
      connectionClosed: () => void counts.closed++,
      slowClientCut: () => void counts.cuts++,
      refused: (code) => void counts.refused.push(code),
    },
    ...options,
  });
  const matchmaking = createMatchmaking(logger);
  transport.attachHttp((request, peer) =>
    new URL(request.url).pathname.startsWith('/matchmake/') ? matchmaking(request) : handler(request, peer),
  );
  await listen(transport);
  return { transport, base: `http://127.0.0.1:${transport.port}`, counts, logs };
}

export function listen(transport: FairgroundTransport, port = 0): Promise<void> {
  return new Promise((resolve, reject) => {
    transport.listen(port, '127.0.0.1', undefined, (error?: Error) => (error ? reject(error) : resolve()));
  });
}

export interface Seat {
  sessionId: string;
  roomId: string;
  processId: string;
}

export async function reserve(
  base: string,
  options: object = {},
  headers: Record<string, string> = {},
): Promise<Seat> {
  const response = await fetch(`${base}/matchmake/joinOrCreate/probe`, {
    method: 'POST',
    body: JSON.stringify(options),
    headers,
  });
  return (await response.json()) as Seat;
}

export interface Socket {
  websocket: WebSocket;
  /** Error frames: `[number, code]`. */
  errors: [number, string][];
  frames: number;
  joined: Promise<void>;
  closed: Promise<{ code: number; reason: string }>;
}

/** A websocket as the SDK opens it: acknowledges the handshake, reads errors, counts the rest. */
export function connect(base: string, path: string, headers: Record<string, string> = {}): Socket {
  const websocket = new WebSocket(base.replace('http', 'ws') + path, { headers });
  const joined = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  const socket: Socket = { websocket, errors: [], frames: 0, joined: joined.promise, closed: closed.promise };
  websocket.on('message', (data: Buffer) => {
    if (data[0] === Protocol.JOIN_ROOM) {
      websocket.send(Uint8Array.of(Protocol.JOIN_ROOM));
      joined.resolve();
    } else if (data[0] === Protocol.ERROR) {
      socket.errors.push(readError(data));
    } else {
      socket.frames++;
    }
  });
  websocket.on('error', () => {});
  websocket.on('close', (code, reason) => closed.resolve({ code, reason: reason.toString() }));
  return socket;
}

export function seatPath({ processId, roomId, sessionId }: Seat, query = ''): string {
  return `/${processId}/${roomId}?sessionId=${sessionId}${query}`;
}

/** `[11][number][short string]`: numbers above 0x7f are 0xcd and a little-endian 16-bit. */
function readError(frame: Buffer): [number, string] {
  const wide = frame[1] === 0xcd;
  const number = wide ? frame.readUInt16LE(2) : frame[1]!;
  const stringAt = wide ? 4 : 2;
  const length = frame[stringAt]! & 0x1f;
  return [number, frame.toString('utf8', stringAt + 1, stringAt + 1 + length)];
}

/** Says back what arrived. */
export const echo: HttpHandler = async (request, peer) => {
  const { pathname, search } = new URL(request.url);
  if (pathname === '/throw') throw new TypeError('a bug in a handler');
  if (pathname === '/broken') return new Response(brokenStream());
  if (pathname === '/empty') return new Response(null, { status: 204 });
  return Response.json({
    method: request.method,
    path: pathname + search,
    peer: peer.address,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  });
};

/** Writes raw bytes and reads what comes back: until the server closes, or until the first answer is whole. */
export function talk(
  port: number,
  bytes: string,
  until: 'it closes' | 'until an answer' = 'it closes',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp(port, '127.0.0.1');
    let received = '';
    socket.on('data', (data) => {
      received += data.toString('latin1');
      if (until === 'until an answer' && /\r\n\r\n./s.test(received)) {
        socket.destroy();
        resolve(received);
      }
    });
    socket.once('close', () => resolve(received));
    socket.once('error', (error) => (received === '' ? reject(error) : resolve(received)));
    socket.write(bytes);
  });
}

/** A body that ends in an error while it is read. */
function brokenStream(): ReadableStream {
  return new ReadableStream({ pull: (controller) => controller.error(new TypeError('a broken stream')) });
}
