import { crashOdds } from '../../domain/crash/odds.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { oddsHash } from '../../domain/games/odds.ts';
import type { CrashGameSummary, PlayedSummary } from '../../domain/games/records.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';
import { openServerSeed } from './serverSeeds.ts';

interface MoneyRow {
  balance_after_stake: string;
  balance_after_payout: string | null;
  paid_coins: string | null;
}

export interface CrashRow extends MoneyRow {
  bet_id: string;
  crash_table: string;
  crash_game: string;
  amount_coins: string;
  received_at_ms: string;
  crash_end: 'cashed' | 'cancelled' | 'voided' | null;
  at_hundredths: number | null;
  crash_ended_at_ms: string | null;
  settled: boolean;
  busted_at_ms: string | null;
  rules: TableRules;
}

export interface PlayedRow extends MoneyRow {
  bet_id: null;
  game_id: string;
  game: PlayedSummary['game'];
  variant: string;
  bet_coins: string;
  payout_coins: string;
  started_at_ms: string;
  ended_at_ms: string;
  odds_hash: string;
  inputs: { matchId: string };
  tally: Record<string, number>;
  outcome: unknown;
  nonce: number;
  pair_id: string;
  server_seed_hash: string;
  client_seed: string;
  /** Null until the pair is revealed. */
  sealed: Buffer | null;
}

function balances(row: MoneyRow, betCoins: number) {
  const afterStake = Number(row.balance_after_stake);
  return {
    balanceBeforeCoins: afterStake + betCoins,
    balanceAfterCoins: row.balance_after_payout === null ? afterStake : Number(row.balance_after_payout),
  };
}

export function toCrashSummary(row: CrashRow): CrashGameSummary {
  const betCoins = Number(row.amount_coins);
  const payoutCoins = Number(row.paid_coins ?? 0);
  const endedAt = row.crash_ended_at_ms ?? row.busted_at_ms;
  return {
    gameId: row.bet_id,
    game: 'crash',
    startedAtMs: Number(row.received_at_ms),
    endedAtMs: endedAt === null ? null : Number(endedAt),
    betCoins,
    payoutCoins,
    netCoins: payoutCoins - betCoins,
    ...balances(row, betCoins),
    oddsHash: oddsHash(crashOdds(row.rules)),
    proof: { table: row.crash_table, game: Number(row.crash_game) },
    outcome: row.crash_end ?? (row.settled ? 'lost' : 'open'),
    atHundredths: row.at_hundredths,
  };
}

export function toPlayedSummary(row: PlayedRow, cipher: Cipher): PlayedSummary {
  const betCoins = Number(row.bet_coins);
  const payoutCoins = Number(row.payout_coins);
  const game = {
    gameId: row.game_id,
    variant: row.variant,
    startedAtMs: Number(row.started_at_ms),
    endedAtMs: Number(row.ended_at_ms),
    betCoins,
    payoutCoins,
    netCoins: payoutCoins - betCoins,
    ...balances(row, betCoins),
    oddsHash: row.odds_hash,
    tally: row.tally,
  };
  if (row.game === 'rps_match') {
    return { ...game, game: row.game, proof: { matchId: row.inputs.matchId, inputs: row.inputs } };
  }
  return {
    ...game,
    game: row.game,
    proof: {
      pairId: row.pair_id,
      serverSeedHash: row.server_seed_hash,
      serverSeed:
        row.sealed === null ? null : openServerSeed(cipher, { pair_id: row.pair_id, sealed: row.sealed }),
      clientSeed: row.client_seed,
      nonce: row.nonce,
      inputs: row.inputs,
    },
  };
}
