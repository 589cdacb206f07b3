import { createServer } from 'node:http';
import {
  type AuthContext,
  type Client,
  createEndpoint,
  createRouter,
  type MessageContext,
  Room,
  Server,
  ServerError,
} from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { ERRORS, type ErrorCode, failure } from '../../../domain/protocol/errors.ts';

const TableState = schema(
  {
    table: t.string().default(''),
    phase: t.string().default('betting'),
    game: t.float64().default(1),
  },
  'TableState',
);

/** What the table does with its next bet: first come, first served. */
export type Behaviour = 'cut' | 'store_unavailable' | 'round_closed';

interface RawSocket {
  terminate(): void;
  send(...parameters: unknown[]): void;
}

/**
 * A real Colyseus server with one room that remembers bets by key, as ours does, and misbehaves on
 * command: what the SDK does about lost answers and dead peers is tested against real sockets.
 */
export async function startTableServer() {
  const bets = new Map<string, { betId: string; game: number }>();
  const script: Behaviour[] = [];
  const seen: { key: string; game: number }[] = [];
  const joins: { sessionId: string; reconnected: boolean }[] = [];
  const leaves: number[] = [];
  const tokens: (string | null)[] = [];
  const refusedTokens = new Set<string>();
  const socketUrls: string[] = [];
  const clients = new Set<Client>();
  const clockOffsetMs = 5_000;
  let refusals: { code: ErrorCode; left: number } = { code: 'busy', left: 0 };
  let rooms = 0;
  let issued = 0;

  function refuse(code: ErrorCode): never {
    throw new ServerError(ERRORS[code].status, code);
  }

  class ScriptedRoom extends Room<{ state: InstanceType<typeof TableState> }> {
    override autoDispose = false;
    override state = new TableState();
    override messages = {
      time: () => ({ nowMs: performance.timeOrigin + performance.now() + clockOffsetMs }),
      bet: (client: Client, message: { key: string; game: number }, context: MessageContext) => {
        seen.push({ key: message.key, game: message.game });
        const behaviour = script.shift();
        const stored = bets.get(message.key);
        if (!stored && behaviour && behaviour !== 'cut') return context.reject(failure(behaviour));
        const bet = stored ?? { betId: crypto.randomUUID(), game: message.game };
        bets.set(message.key, bet);
        if (behaviour === 'cut') rawSocket(client).terminate();
        return { ...bet, balanceCoins: 1_000, receipt: 'signed' };
      },
    };

    static override async onAuth(token: string, _options: unknown, _context: AuthContext): Promise<boolean> {
      tokens.push(token || null);
      if (token && refusedTokens.has(token)) refuse('unauthorized');
      if (refusals.left > 0) {
        refusals.left -= 1;
        refuse(refusals.code);
      }
      return true;
    }

    override onCreate(options: { table: string }): void {
      rooms += 1;
      this.state.table = options.table;
    }

    override onJoin(client: Client): void {
      clients.add(client);
      joins.push({ sessionId: client.sessionId, reconnected: false });
    }

    override onDrop(client: Client): void {
      clients.delete(client);
      this.allowReconnection(client, 60).catch(() => {});
    }

    override onReconnect(client: Client): void {
      clients.add(client);
      joins.push({ sessionId: client.sessionId, reconnected: true });
    }

    override onLeave(client: Client, code?: number): void {
      clients.delete(client);
      leaves.push(code ?? 0);
    }
  }

  const session = async () => {
    issued += 1;
    return {
      player: { id: 'player', nickname: 'player', rank: 'STANDARD', role: 'player' },
      accessToken: `token-${issued}`,
      refreshToken: `refresh-${issued}`,
      expiresAtMs: Date.now() + 600_000,
    };
  };
  const http = createServer();
  const transport = new WebSocketTransport({ server: http });
  const server = new Server({ transport, greet: false, gracefullyShutdown: false });
  server.define('crash', ScriptedRoom).filterBy(['table']);
  server.router = createRouter({
    guest: createEndpoint('/api/auth/guest', { method: 'POST' }, session),
    refresh: createEndpoint('/api/auth/refresh', { method: 'POST' }, session),
  });
  http.on('upgrade', (request) => socketUrls.push(request.url ?? ''));
  await server.listen(0, '127.0.0.1');
  const { port } = http.address() as { port: number };

  const silenced = new Map<RawSocket, RawSocket['send']>();
  return {
    url: `http://127.0.0.1:${port}`,
    script,
    seen,
    joins,
    leaves,
    tokens,
    socketUrls,
    bets,
    clockOffsetMs,
    roomCount: () => rooms,
    refuseJoins(code: ErrorCode, count: number): void {
      refusals = { code, left: count };
    },
    refuseToken: (token: string) => refusedTokens.add(token),
    cutSockets(): void {
      for (const client of clients) rawSocket(client).terminate();
    },
    kick(code: number): void {
      for (const client of [...clients]) client.leave(code);
    },
    /** Sockets stay open and nothing is sent any more, as from a stopped process. */
    fallSilent(): void {
      for (const client of clients) {
        const socket = rawSocket(client);
        silenced.set(socket, socket.send);
        socket.send = () => {};
      }
    },
    speakAgain(): void {
      for (const [socket, send] of silenced) socket.send = send;
      silenced.clear();
    },
    stop: () => server.gracefullyShutdown(false),
  };
}

function rawSocket(client: Client): RawSocket {
  return client.ref as unknown as RawSocket;
}
