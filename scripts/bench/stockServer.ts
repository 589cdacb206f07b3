import { Room, Server } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { uWebSocketsTransport } from '@colyseus/uwebsockets-transport';

const StockState = schema({ online: t.uint32().default(0) }, 'StockState');

/** What Colyseus is out of the box: one shared room with a small state, nothing of ours. */
class StockRoom extends Room<{ state: InstanceType<typeof StockState> }> {
  override state = new StockState();
  override onJoin(): void {
    this.state.online = this.clients.length;
  }
  override onLeave(): void {
    this.state.online = this.clients.length;
  }
}

/** An empty room for each client that creates one. */
class StockSession extends Room {}

const server = new Server({ transport: new uWebSocketsTransport(), greet: false });
server.define('crash', StockRoom);
server.define('lobby', StockRoom);
server.define('session', StockSession);
await server.listen(Number(process.argv[2]));
process.send?.('ready');
