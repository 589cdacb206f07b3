import pg from 'pg';
import { guest, inParallel, post } from '../bench/players.ts';

export interface Account {
  playerId: string;
  token: string;
}

const AT_ONCE = 16;
/** As many lines as one call takes. */
const LINES = 1_000;
const PURSE = { coins: 10_000_000, credits: 100 };

/** Guests as players make them, with more in their purses, and the operator of the run as the last one. */
export async function makeAccounts(url: string, databaseUrl: string, players: number): Promise<Account[]> {
  const accounts = await inParallel(players + 1, AT_ONCE, () => guest(url));
  const operator = accounts.at(-1)!;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`update player set role = 'admin' where id = $1`, [operator.playerId]);
  await welcomed(client, url, accounts);
  await client.end();
  const lines = accounts.slice(0, -1).flatMap(({ playerId }) =>
    Object.entries(PURSE).map(([currency, amount]) => ({
      ...{ key: `loadtest ${playerId} ${currency}`, playerId, amount, currency },
    })),
  );
  for (let at = 0; at < lines.length; at += LINES) {
    const { failed } = await post<{ failed: number }>(url, '/api/admin/grants/bulk', operator.token, {
      ...{ lines: lines.slice(at, at + LINES), reason: 'load test' },
    });
    if (failed > 0) throw new Error(`${failed} purses were not filled`);
  }
  return accounts;
}

/**
 * A busy server books a guest's welcome grant later, with one of its next requests: all must be there before balances are
 * read for the money check.
 */
async function welcomed(client: pg.Client, url: string, accounts: readonly Account[]): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ player: string }>(
      `select player_id as player from account where player_id is not null and currency = 'coins' and balance = 0`,
    );
    const waiting = new Set(rows.map(({ player }) => player));
    const late = accounts.filter(({ playerId }) => waiting.has(playerId));
    if (late.length === 0) return;
    for (const { token } of late) {
      const answer = await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
      await answer.arrayBuffer();
    }
  }
}
