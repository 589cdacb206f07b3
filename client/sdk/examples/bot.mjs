// A bot in forty lines that bets 1 % of what it has on 1.50x, and checks each round played: nothing is taken on trust.
// In a clone: npm run build:sdk && node dist/sdk/examples/bot.mjs [url] [table] [rounds]; with the package: node bot.mjs
import { Fairground, FairgroundError } from 'fairground-sdk';
import { verifyOwnBet, verifyRound } from 'fairground-sdk/verify';

const [url = 'http://127.0.0.1:2567', name = 'turbo', rounds = '3'] = process.argv.slice(2);
const fair = new Fairground({ url });
const player = await fair.guest({ ageConfirmed: true });
const table = await fair.crash(name).joined();
console.log(`${player.nickname} sits at ${name}`);

const until = (condition) =>
  new Promise((resolve) => {
    const end = table.state.subscribe((state) => {
      if (!condition(state)) return;
      end();
      resolve(state);
    });
  });

let coins = 100_000;
for (let played = 0; played < Number(rounds); ) {
  const amountCoins = Math.max(100, Math.floor(coins / 10_000) * 100);
  try {
    const bet = await table.bet({ amountCoins, autoCashoutHundredths: 150 });
    await until((state) => state !== null && (state.game > bet.game || state.phase === 'settled'));
    const record = await fair.round(name, bet.game);
    const chain = (await fair.fairness(name)).chains.find(({ id }) => id === record.chainId);
    const round = verifyRound(record, { chain, previousHash: null });
    const verdict = round.valid && verifyOwnBet(record, bet.betId).valid ? 'verified' : 'NOT AS PUBLISHED';
    const own = record.bets.find(({ betId }) => betId === bet.betId);
    coins = bet.balanceCoins + (own.cashout?.payoutCoins ?? 0);
    console.log(`game ${bet.game}: bust at ${record.bustHundredths / 100}x, ${coins} coins, ${verdict}`);
    played += 1;
  } catch (error) {
    if (!(error instanceof FairgroundError) || error.code !== 'round_closed') throw error;
    await until((state) => state?.phase === 'betting');
  }
}
await fair.close();
