import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { freePort } from '../../db/embedded/freePort.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { connectOrm, migrate } from '../../db/orm.ts';
import { temporaryDirectory } from '../../tests/support/temporaryDirectory.ts';
import { startChild, until } from '../cluster/child.ts';
import type { Account } from './accounts.ts';
import type { Target } from './target.ts';

const SERVER = fileURLToPath(new URL('stockServer.ts', import.meta.url));
const READY_WITHIN_MS = 60_000;
const PURSE_COINS = 10_000_000;

/** Stock Colyseus rooms and an ORM, on a database with the same settings and schema as ours. */
export async function openStockTarget(): Promise<Target> {
  const ends: (() => unknown)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const dataDir = await temporaryDirectory('fairground-stock-');
    ends.push(() => rm(dataDir, { recursive: true, force: true }));
    const database = await startEmbedded(join(dataDir, 'postgres'));
    ends.push(() => database.stop());
    const orm = await connectOrm(database.url);
    await migrate(orm, database.url).finally(() => orm.close(true));
    const port = await freePort();
    const child = startChild(process.execPath, [SERVER, String(port), database.url], process.env);
    ends.push(async () => {
      child.signal('SIGKILL');
      await child.ended;
    });
    await until(
      'the stock server',
      () => {
        if (child.hasEnded()) throw new Error(`the stock server ended:\n${child.output()}`);
        return child.output().includes('ready');
      },
      READY_WITHIN_MS,
    );
    return {
      ...{ url: `http://127.0.0.1:${port}`, databaseUrl: database.url, databasePid: database.pid },
      ...{ serverPids: () => [child.pid], metricsUrls: [], restart: null, hasLedger: false, close },
      output: () => child.output(),
      makeAccounts: (players) => makeAccounts(database.url, players),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The token is the number of the account; the last one is nobody's, where ours is the operator. */
async function makeAccounts(databaseUrl: string, players: number): Promise<Account[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `insert into player (id, nickname, created_at_ms)
     select gen_random_uuid(), 'stock ' || n, 0 from generate_series(1, $1::int) n`,
    [players],
  );
  const { rows } = await client.query<{ player_id: string; id: string }>(
    `insert into account (player_id, currency, kind, balance)
     select id, 'coins', 'player', $1 from player returning player_id, id`,
    [PURSE_COINS],
  );
  await client.query('vacuum analyze');
  await client.end();
  return [
    ...rows.map(({ player_id: playerId, id: token }) => ({ playerId, token })),
    { playerId: '', token: '' },
  ];
}
