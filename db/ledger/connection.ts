import pg from 'pg';
import type { BatchAnswer } from './decode.ts';

/** A statement that waits for a lock longer than this gives up: its callers have their answer by then. */
export const STATEMENT_TIMEOUT_MS = 2_000;

/** Types of `ledger_post`'s parameters: claims, accounts, places, legs, bets, ends; pairs, documents, stock, games. */
const PARAMETERS = [
  'text bigint bigint text',
  'bigint bigint',
  'int int int',
  'uuid bigint text uuid int int int int int bigint bigint bigint',
  'int uuid text bigint uuid bigint int bigint int',
  'int uuid text int bigint bigint int text',
  'int uuid int',
  'int uuid text jsonb jsonb bigint',
  'int text text int int int',
  'int uuid uuid text text uuid uuid int bigint bigint bigint bigint text json json json bigint int',
]
  .join(' ')
  .split(' ')
  .map((type) => `${type}[]`);

/** One batch as a prepared statement; its values are `encodeBatch`'s parameters. */
export const POST = {
  name: 'ledger_post',
  text: `select status, balance, first_id, known_id, known_ref, limits
           from ledger_post(${PARAMETERS.map((type, index) => `$${index + 1}::${type}`).join(', ')})`,
  // Array literals are read by `decodeBatch`: pg's own parser takes longer than the rest of the answer.
  types: { getTypeParser: () => (text: string) => text },
};

/** The ledger's own connection: one batch at a time, each one statement and so one transaction. */
export interface LedgerConnection {
  post(parameters: (string | null)[]): Promise<BatchAnswer>;
  /** Cuts it off, without waiting for anything. */
  destroy(): void;
}

/** @param onLost called once when the connection, having been made, breaks by itself */
export async function connectLedger(url: string, onLost: () => void): Promise<LedgerConnection> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'fairground ledger',
    connectionTimeoutMillis: STATEMENT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
  });
  let state: 'connecting' | 'open' | 'lost' = 'connecting';
  // A failure to connect is `connect`'s to tell; but it comes as these events too.
  const lose = () => {
    if (state === 'open') queueMicrotask(onLost);
    state = 'lost';
  };
  client.on('error', lose);
  client.on('end', lose);
  await client.connect();
  state = 'open';
  return {
    async post(parameters) {
      const { rows } = await client.query<BatchAnswer>({ ...POST, values: parameters });
      return rows[0]!;
    },
    destroy() {
      state = 'lost';
      socketOf(client).destroy();
    },
  };
}

function socketOf(client: pg.Client): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
}
