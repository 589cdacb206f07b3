/**
 * What a game server is without anything of ours, for comparison: stock Colyseus rooms, and one ORM transaction a bet. Who comes
 * is taken at their word, nothing is verified, and there is no record of a game but its transfer. `PORT DATABASE_URL`
 */
import { randomInt } from 'node:crypto';
import { type Client, Room, Server } from '@colyseus/core';
import { uWebSocketsTransport } from '@colyseus/uwebsockets-transport';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import { openOrmPerBet } from '../bench/ormPerBet.ts';

const [port = '', databaseUrl = ''] = process.argv.slice(2);
const HOUSE = SYSTEM_ACCOUNTS['house.slots.coins'];
const orm = await openOrmPerBet(databaseUrl);

interface Spin {
  betCoins: number;
}

/** One player's machine: every other spin pays nine tenths of two stakes. */
class StockSlots extends Room {
  override messages = {
    spin: async (client: Client, { betCoins }: Spin) => {
      const winCoins = randomInt(2) === 0 ? 0 : betCoins * 1.8;
      const lost = betCoins - winCoins;
      const accountId = client.auth as number;
      if (lost > 0) await orm.stake(accountId, HOUSE, lost);
      else await orm.stake(HOUSE, accountId, -lost);
      return { winCoins };
    },
  };

  /** The token is the number of the player's account. */
  static override async onAuth(token: string): Promise<number> {
    return Number(token);
  }
}

const server = new Server({ transport: new uWebSocketsTransport(), greet: false });
server.define('slots', StockSlots);
await server.listen(Number(port), '127.0.0.1');
console.log('ready');
