import pg from 'pg';
import { reconcile } from '../../db/reconcile.ts';

/** `[playerId, coins won, credits won, outcomes that are not known]`, as the clients believe. */
export type Belief = [string, number, number, number];
export type Balances = ReadonlyMap<string, { coins: number; credits: number }>;

export interface MoneyCheck {
  players: number;
  /** Sums over all players. */
  believedCoins: number;
  ledgerCoins: number;
  believedCredits: number;
  ledgerCredits: number;
  /** Players whose belief is another one than the ledger's. */
  differing: { playerId: string; believed: string; ledger: string }[];
  reconciledDifference: number;
  transfers: number;
}

export async function readBalances(databaseUrl: string): Promise<Balances> {
  const rows = await query<{ player: string; currency: 'coins' | 'credits'; balance: string }>(
    databaseUrl,
    `select player_id as player, currency, balance from account
      where player_id is not null and currency in ('coins', 'credits')`,
  );
  const balances = new Map<string, { coins: number; credits: number }>();
  for (const { player, currency, balance } of rows) {
    const own = balances.get(player) ?? { coins: 0, credits: 0 };
    own[currency] = Number(balance);
    balances.set(player, own);
  }
  return balances;
}

/** Player by player, so that no two errors hide each other in a sum. Who told nothing is held to have moved nothing. */
export async function checkMoney(
  { databaseUrl, hasLedger }: { databaseUrl: string; hasLedger: boolean },
  opening: Balances,
  beliefs: readonly Belief[],
): Promise<MoneyCheck> {
  const closing = await readBalances(databaseUrl);
  if (!hasLedger) return { ...compare(opening, closing, beliefs), reconciledDifference: 0, transfers: 0 };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { differenceCoins, transfers } = await reconcile(client);
    return { ...compare(opening, closing, beliefs), reconciledDifference: differenceCoins, transfers };
  } finally {
    await client.end();
  }
}

export function compare(
  opening: Balances,
  closing: Balances,
  beliefs: readonly Belief[],
): Omit<MoneyCheck, 'reconciledDifference' | 'transfers'> {
  const believed = new Map<string, { coins: number; credits: number }>();
  for (const [playerId, coins, credits] of beliefs) {
    const before = believed.get(playerId) ?? { coins: 0, credits: 0 };
    believed.set(playerId, { coins: before.coins + coins, credits: before.credits + credits });
  }
  const sums = { believedCoins: 0, ledgerCoins: 0, believedCredits: 0, ledgerCredits: 0 };
  const differing: MoneyCheck['differing'] = [];
  for (const playerId of new Set([...closing.keys(), ...believed.keys()])) {
    const { coins, credits } = believed.get(playerId) ?? { coins: 0, credits: 0 };
    const before = opening.get(playerId) ?? { coins: 0, credits: 0 };
    const after = closing.get(playerId) ?? before;
    const moved = { coins: after.coins - before.coins, credits: after.credits - before.credits };
    sums.believedCoins += coins;
    sums.ledgerCoins += moved.coins;
    sums.believedCredits += credits;
    sums.ledgerCredits += moved.credits;
    if (coins === moved.coins && credits === moved.credits) continue;
    const told = (of: { coins: number; credits: number }) => `${of.coins} coins, ${of.credits} credits`;
    differing.push({ playerId, believed: told({ coins, credits }), ledger: told(moved) });
  }
  return { players: beliefs.length, ...sums, differing };
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
