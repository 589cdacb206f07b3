import { createServer } from 'node:http';
import { type Client, createEndpoint, createRouter, type MessageContext, Room, Server } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { CLOSE_CODES } from '../../../domain/protocol/closeCodes.ts';
import { type ErrorCode, failure } from '../../../domain/protocol/errors.ts';
import type { MatchMessage, MatchResultMessage } from '../../../domain/protocol/rps.ts';

/** What becomes of the next request. */
type Behaviour = 'cut' | ErrorCode;

const SUMMARY = { sessionId: 'session', game: 'slots', variant: 'neon3', rounds: 1 };

/**
 * A real Colyseus server with rooms that remember games by key, as ours do, and misbehave on command; and the
 * HTTP routes of seeds, with how often each was asked.
 */
export async function startSessionServer() {
  const script: Behaviour[] = [];
  const seen: { type: string; message: Record<string, unknown> }[] = [];
  const games = new Map<string, object>();
  const clients = new Set<Client>();
  const rotations: (string | undefined)[] = [];
  const seeds = {
    pairId: 'pair',
    serverSeedHash: 'a'.repeat(64),
    nextServerSeedHash: 'b'.repeat(64),
    clientSeed: 'ours',
    chosenByPlayer: false,
    nonce: 0,
  };
  let joins = 0;

  /** Answers a request by its key, after what the script has for it. */
  function answer(type: string, make: (message: Record<string, unknown>) => object) {
    return (client: Client, message: Record<string, unknown>, context: MessageContext) => {
      seen.push({ type, message });
      const behaviour = script.shift();
      if (behaviour && behaviour !== 'cut') return context.reject(failure(behaviour));
      const key = String(message.key ?? type);
      const game = games.get(key) ?? { gameId: crypto.randomUUID(), ...make(message) };
      games.set(key, game);
      if (behaviour === 'cut') cut(client);
      return game;
    };
  }

  class PlayRoom extends Room {
    override autoDispose = false;
    override messages = {
      time: () => ({ nowMs: performance.timeOrigin + performance.now() }),
      spin: answer('spin', () => ({
        nonce: games.size,
        winCoins: 0,
        balanceCoins: 900,
        streak: 2,
        freeSpins: [],
      })),
      pull: answer('pull', () => ({
        nonce: games.size,
        pity: 7,
        dailyRemaining: 2,
        balanceCoins: 800,
        items: [],
      })),
      throw: answer('throw', ({ hand }) => ({ nonce: games.size, hand, balanceCoins: 700 })),
      commit: answer('commit', () => ({ matchId: 'match-1', balanceCoins: 600 })),
      reveal: answer('reveal', () => ({ matchId: 'match-1' })),
      end: () => SUMMARY,
    };

    override onJoin(client: Client): void {
      joins += 1;
      clients.add(client);
      client.send('standing', { sessionId: `session-${joins}`, streaks: [], pity: 0, dailyRemaining: 3 });
    }

    override onDrop(client: Client): void {
      clients.delete(client);
      this.allowReconnection(client, 60).catch(() => {});
    }

    override onReconnect(client: Client): void {
      clients.add(client);
    }

    override onLeave(client: Client): void {
      clients.delete(client);
    }
  }

  const http = createServer();
  const server = new Server({
    transport: new WebSocketTransport({ server: http }),
    greet: false,
    gracefullyShutdown: false,
  });
  for (const room of ['slots', 'gacha', 'rps', 'rps_match']) server.define(room, PlayRoom);
  server.router = createRouter({
    guest: createEndpoint('/api/auth/guest', { method: 'POST' }, async () => ({
      player: { id: 'player', nickname: 'player', rank: 'STANDARD', role: 'player' },
      accessToken: 'token',
      refreshToken: 'refresh',
      expiresAtMs: Date.now() + 600_000,
    })),
    seeds: createEndpoint('/api/fairness/seeds', { method: 'GET' }, async () => ({ ...seeds })),
    rotate: createEndpoint('/api/fairness/seeds/rotate', { method: 'POST' }, async ({ body }) => {
      const { clientSeed } = (body ?? {}) as { clientSeed?: string };
      rotations.push(clientSeed);
      Object.assign(seeds, { clientSeed, chosenByPlayer: true, pairId: `pair-${rotations.length}` });
      return { revealed: { pairId: 'pair', gameCount: 0 }, active: { ...seeds } };
    }),
  });
  await server.listen(0, '127.0.0.1');
  const { port } = http.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    script,
    seen,
    seeds,
    rotations,
    games,
    joins: () => joins,
    tell(type: 'match' | 'result', message: MatchMessage | MatchResultMessage): void {
      for (const client of clients) client.send(type, message);
    },
    /** As after 30 minutes of nothing. */
    endSessions(): void {
      for (const client of [...clients]) {
        client.send('summary', SUMMARY);
        client.leave(CLOSE_CODES.ended);
      }
    },
    stop: () => server.gracefullyShutdown(false),
  };
}

function cut(client: Client): void {
  (client.ref as unknown as { terminate(): void }).terminate();
}
