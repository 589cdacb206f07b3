import { type Client, type MessageContext, Room, Server } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { failure } from '../../../domain/protocol/errors.ts';

const TableState = schema(
  {
    table: t.string().default(''),
    phase: t.string().default('betting'),
    game: t.float64().default(1),
  },
  'TableState',
);

/** What the scripted table does with the next requests of a type: first come, first served. */
export type Behaviour =
  | 'answer'
  /** Carries the request out and answers nothing, as when the socket dies in between. */
  | 'swallow'
  /** Carries the request out and cuts the socket before the answer. */
  | 'cut'
  | 'store_unavailable'
  | 'round_closed';

/**
 * A real Colyseus server with one room that remembers bets by key, as ours does, and misbehaves on
 * command: what the SDK does about lost answers and dead peers is tested against real sockets.
 */
export async function startTableServer() {
  const bets = new Map<string, { betId: string; game: number }>();
  const script: Behaviour[] = [];
  const seen: { type: string; key: string; sessionId: string }[] = [];
  const joins: { sessionId: string; reconnected: boolean }[] = [];
  let rooms = 0;

  class ScriptedRoom extends Room<{ state: InstanceType<typeof TableState> }> {
    override autoDispose = false;
    override state = new TableState();
    override messages = {
      time: () => ({ nowMs: Date.now() + 5_000 }),
      bet: (client: Client, message: { key: string; game: number }, context: MessageContext) => {
        seen.push({ type: 'bet', key: message.key, sessionId: client.sessionId });
        const behaviour = script.shift() ?? 'answer';
        const stored = bets.get(message.key);
        if (!stored && (behaviour === 'store_unavailable' || behaviour === 'round_closed')) {
          return context.reject(failure(behaviour));
        }
        const bet = stored ?? { betId: crypto.randomUUID(), game: message.game };
        bets.set(message.key, bet);
        if (behaviour === 'cut') (client.ref as unknown as { terminate(): void }).terminate();
        if (behaviour === 'swallow' || behaviour === 'cut') return new Promise(() => {});
        return { ...bet, balanceCoins: 1_000, receipt: 'signed' };
      },
    };
    override onCreate(options: { table: string }): void {
      rooms += 1;
      this.state.table = options.table;
    }
    override onJoin(client: Client): void {
      joins.push({ sessionId: client.sessionId, reconnected: false });
    }
    override onDrop(client: Client): void {
      this.allowReconnection(client, 60).catch(() => {});
    }
    override onReconnect(client: Client): void {
      joins.push({ sessionId: client.sessionId, reconnected: true });
    }
  }

  const transport = new WebSocketTransport();
  const server = new Server({ transport, greet: false, gracefullyShutdown: false });
  server.define('crash', ScriptedRoom);
  await server.listen(0, '127.0.0.1');
  const { port } = transport.server!.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    script,
    seen,
    joins,
    bets,
    roomCount: () => rooms,
    stop: () => server.gracefullyShutdown(false),
  };
}
