import { createServer } from 'node:http';
import { type Client, createEndpoint, createRouter, type MessageContext, Room, Server } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { CLOSE_CODES } from '../../../domain/protocol/closeCodes.ts';
import { type ErrorCode, failure } from '../../../domain/protocol/errors.ts';

const Point = schema({ atMs: t.float64(), value: t.float64() }, 'TestPoint');
const State = schema(
  {
    status: t.string().default('queued'),
    stage: t.string().default('queued'),
    percent: t.float64().default(0),
    equity: t.array(Point),
    resultHash: t.string().default(''),
  },
  'TestBacktest',
);

/** A request as the server got it. */
export interface SeenRequest {
  method: string;
  path: string;
  key: string | null;
  token: string | null;
  type: string | null;
  body: string;
}

/**
 * A real Colyseus server with a `backtest` room that shows what it is told, and routes that answer every request with
 * what was put into `answers`, in turn.
 */
export async function startBacktestServer() {
  const rooms = new Set<BacktestRoom>();
  const cancels: ('cut' | ErrorCode)[] = [];
  const seen: SeenRequest[] = [];
  const answers: { status: number; body: unknown }[] = [];
  let cancelled = 0;

  class BacktestRoom extends Room<{ state: InstanceType<typeof State> }> {
    override patchRate = 20;
    override state = new State();
    override messages = {
      time: () => ({ nowMs: performance.timeOrigin + performance.now() }),
      cancel: (client: Client, _: unknown, context: MessageContext) => {
        const behaviour = cancels.shift();
        if (behaviour === 'cut') return (client.ref as unknown as { terminate(): void }).terminate();
        if (behaviour) return context.reject(failure(behaviour));
        cancelled += 1;
        return { status: 'cancelled' };
      },
    };

    override onCreate(): void {
      rooms.add(this);
    }

    override onDrop(client: Client): void {
      this.allowReconnection(client, 60).catch(() => {});
    }

    override onDispose(): void {
      rooms.delete(this);
    }
  }

  const http = createServer();
  const server = new Server({
    transport: new WebSocketTransport({ server: http }),
    greet: false,
    gracefullyShutdown: false,
  });
  server.define('backtest', BacktestRoom).filterBy(['jobId']);
  server.router = createRouter({
    guest: createEndpoint('/api/auth/guest', { method: 'POST' }, async () => ({
      player: { id: 'player', nickname: 'player', rank: 'STANDARD', role: 'player' },
      accessToken: 'token',
      refreshToken: 'refresh',
      expiresAtMs: Date.now() + 600_000,
    })),
  });
  await server.listen(0, '127.0.0.1');
  const { port } = http.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;

  /** The routes stand before the server's own: as `fetch` they need no parser of ours. */
  const fetchOf: typeof fetch = async (input, init) => {
    const path = String(input).slice(url.length);
    if (!/^\/api\/(backtests|datasets|strategies)/.test(path)) return fetch(input, init);
    const request = new Request(input, init);
    seen.push({
      method: request.method,
      path,
      key: request.headers.get('idempotency-key'),
      token: request.headers.get('authorization'),
      type: request.headers.get('content-type'),
      body: await request.text(),
    });
    const { status, body } = answers.shift() ?? { status: 200, body: {} };
    return body instanceof Uint8Array
      ? new Response(body as Uint8Array<ArrayBuffer>, { status })
      : Response.json(body, { status });
  };

  return {
    url,
    fetch: fetchOf,
    seen,
    answers,
    cancels,
    cancelled: () => cancelled,
    show(change: { status?: string; stage?: string; percent?: number; resultHash?: string }, value?: number) {
      for (const { state } of rooms) {
        Object.assign(state, change);
        if (value !== undefined) state.equity.push(new Point({ atMs: state.equity.length, value }));
      }
    },
    tell(type: 'metrics' | 'done', message: object): void {
      for (const room of rooms) room.broadcast(type, message);
    },
    forbid(): void {
      for (const room of rooms) void room.disconnect(CLOSE_CODES.forbidden);
    },
    rooms: () => rooms.size,
    stop: () => server.gracefullyShutdown(false),
  };
}
