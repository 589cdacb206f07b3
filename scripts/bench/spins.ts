import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { openGroupCommit } from '../../db/ledger/groupCommit.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { LedgerItem } from '../../domain/ledger/port.ts';
import { closedLoop } from './closedLoop.ts';

const HOUSE = SYSTEM_ACCOUNTS['house.slots.coins'];
const CALLERS = 500;
const BET = 100;
const PAYOUT = 60;
const SCOPE = 'slots/neon3/100';
const ODDS_HASH = '5f'.repeat(32);
/** As long as those of a machine with three reels. */
const OUTCOME = JSON.stringify({
  reels: ['seven', 'cherry', 'bell'],
  stops: [17, 3, 25],
  line: 'pair',
  payHundredths: 60,
  variationHundredths: 103,
  streakHundredths: 105,
  animation: 'win',
});

interface Spinner {
  accountId: number;
  playerId: string;
  pairId: string;
  nonce: number;
}

/**
 * 500 players, each spinning on a pair of its own: bet, payout, nonce, streak and record in one item. The figures
 * count only if every acknowledged spin is in the books and on its pair, once.
 */
export async function benchSpins(
  url: string,
  pool: pg.Pool,
  accounts: readonly { id: number; playerId: string }[],
  warmUpMs: number,
  measureMs: number,
): Promise<Record<string, number>> {
  const spinners = accounts.slice(0, CALLERS).map(({ id, playerId }) => ({
    ...{ accountId: id, playerId, pairId: randomUUID(), nonce: 0 },
  }));
  await pool.query(
    `insert into seed_pair (pair_id, player_id, status, sealed, server_seed_hash, client_seed, created_at_ms)
     select pair, player, 'active', '', '', 'bench', 0 from unnest($1::uuid[], $2::uuid[]) as s (pair, player)`,
    [spinners.map(({ pairId }) => pairId), spinners.map(({ playerId }) => playerId)],
  );
  const before = await houseBalance(pool);
  const ledger = openGroupCommit(url);
  const { calls, ...figures } = await closedLoop(CALLERS, warmUpMs, measureMs, async (caller) => {
    const spinner = spinners[caller]!;
    const posted = await ledger.post(spin(spinner));
    if (!posted.ok) throw new Error(`a spin was refused: ${posted.error.code}`);
    spinner.nonce++;
  });
  await ledger.close();
  const gainedCoins = (await houseBalance(pool)) - before;
  await requireConsistent(pool, spinners, calls, gainedCoins);
  return figures;
}

function spin({ accountId, playerId, pairId, nonce }: Spinner): LedgerItem {
  const gameId = randomUUID();
  const pair = { pairId, nonce };
  const streak = (n: number) => (n === 0 ? null : `{"streak":${n}}`);
  return {
    key: randomUUID(),
    fingerprint: 0x1234_5678_9abcn,
    kind: 'slots.spin',
    legs: [
      { debitAccountId: accountId, creditAccountId: HOUSE, amount: BET },
      { debitAccountId: HOUSE, creditAccountId: accountId, amount: PAYOUT },
    ],
    answerAccountId: accountId,
    ref: gameId,
    claim: null,
    row: {
      type: 'play',
      pair,
      states: [
        {
          ...{ ownerId: playerId, scope: SCOPE, dueAtMs: null },
          before: streak(nonce),
          after: streak(nonce + 1),
        },
      ],
      stock: [],
      games: [
        {
          ...{ gameId, playerId, game: 'slots', variant: 'neon3', sessionId: pairId, pair },
          ...{ betCoins: BET, payoutCoins: PAYOUT, startedAtMs: Date.now(), endedAtMs: Date.now() },
          ...{ oddsHash: ODDS_HASH, inputs: `{"streak":${nonce}}`, outcome: OUTCOME, tally: '{"win":1}' },
          ...{ stakeTransferId: null, payoutLeg: 1 },
        },
      ],
    },
  };
}

async function houseBalance(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ balance: string }>('select balance from account where id = $1', [
    HOUSE,
  ]);
  return Number(rows[0]!.balance);
}

async function requireConsistent(
  pool: pg.Pool,
  spinners: readonly Spinner[],
  calls: number,
  gainedCoins: number,
): Promise<void> {
  const { rows } = await pool.query<Record<'nonces' | 'games' | 'distinct' | 'streaks', string>>(
    `select (select sum(nonce) from seed_pair) as nonces, count(*) as games,
            count(distinct (pair_id, nonce)) as distinct,
            (select sum((state->>'streak')::int) from game_state) as streaks
       from game`,
  );
  const counted = Object.values(rows[0]!).map(Number);
  const spun = spinners.reduce((sum, { nonce }) => sum + nonce, 0);
  if (![spun, ...counted, gainedCoins / (BET - PAYOUT)].every((count) => count === calls)) {
    throw new Error(`the books disagree: ${calls} spins, ${JSON.stringify(rows[0])}, ${gainedCoins} coins`);
  }
}
