import seedrandom from 'seedrandom';
import { Fairground, memorySessionStore } from '../sdk/index.ts';
import { playOn } from './bot.ts';

/** What the server tells its bots' process. Each bot has an account of its own, marked as a bot's. */
export interface BotOrders {
  url: string;
  seed: string;
  bots: { session: string; table: string; minBetCoins: number }[];
}

// The server lets go of its bots by closing the channel; so does its death.
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group: the server decides when its bots go.
process.on('SIGINT', () => {});
process.once('message', (orders: BotOrders) => {
  for (const [index, bot] of orders.bots.entries()) void play(orders, bot, index);
});

async function play(orders: BotOrders, bot: BotOrders['bots'][number], index: number): Promise<void> {
  const storage = memorySessionStore();
  storage.write(bot.session);
  const fairground = new Fairground({ url: orders.url, storage });
  const table = fairground.crash(bot.table);
  await playOn(table, seedrandom(`${orders.seed}|${index}`), bot.minBetCoins, () => false);
}
