/** A stock Colyseus server, as its documentation sets one up for several processes: for comparison. */
import { Room, Server } from '@colyseus/core';
import { RedisDriver } from '@colyseus/redis-driver';
import { RedisPresence } from '@colyseus/redis-presence';
import { WebSocketTransport } from '@colyseus/ws-transport';

const { STOCK_PORT = '', STOCK_REDIS = '' } = process.env;

class StockRoom extends Room {
  override autoDispose = false;
}

const server = new Server({
  greet: false,
  transport: new WebSocketTransport(),
  presence: new RedisPresence(STOCK_REDIS),
  driver: new RedisDriver(STOCK_REDIS),
  publicAddress: `127.0.0.1:${STOCK_PORT}`,
});
server.define('table', StockRoom);
await server.listen(Number(STOCK_PORT), '127.0.0.1');
console.log('ready');
