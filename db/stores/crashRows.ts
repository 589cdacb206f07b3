import type { Chain, StoredBet, StoredRound } from '../../domain/crash/port.ts';
import type { CashoutReason, Gap } from '../../domain/crash/round.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';

/** Rows as `pg` gives them: bigints as text. */
export interface BetRow {
  bet_id: string;
  crash_table: string;
  game: string;
  player_id: string;
  amount_coins: string;
  auto_cashout_hundredths: number | null;
  received_at_ms: string;
  sequence: number;
  nickname: string;
  bot: boolean;
  account_id: string;
  settled: boolean;
  outcome: 'cashed' | 'cancelled' | 'voided' | null;
  at_hundredths: number | null;
  payout_coins: string | null;
  end_received_at_ms: string | null;
  end_sequence: number | null;
  reason: CashoutReason | null;
}

/** Bets with their ends and owners; add a `where` on `b`. */
export const SELECT_BETS = `
  select b.bet_id, b.crash_table, b.game, b.player_id, b.amount_coins, b.auto_cashout_hundredths,
         b.received_at_ms, b.sequence, p.nickname, p.bot, a.id as account_id, r.phase = 'settled' as settled,
         e.outcome, e.at_hundredths, e.payout_coins, e.received_at_ms as end_received_at_ms,
         e.sequence as end_sequence, e.reason
    from crash_bet b
    join player p on p.id = b.player_id
    join account a on a.player_id = b.player_id and a.currency = 'coins'
    join crash_round r on r.crash_table = b.crash_table and r.game = b.game
    left join crash_bet_end e on e.bet_id = b.bet_id`;

export function toBet(row: BetRow): StoredBet {
  const end = { receivedAtMs: Number(row.end_received_at_ms), sequence: row.end_sequence! };
  return {
    betId: row.bet_id,
    playerId: row.player_id,
    nickname: row.nickname,
    bot: row.bot,
    accountId: Number(row.account_id),
    table: row.crash_table,
    game: Number(row.game),
    amountCoins: Number(row.amount_coins),
    autoCashoutHundredths: row.auto_cashout_hundredths,
    receivedAtMs: Number(row.received_at_ms),
    sequence: row.sequence,
    state: row.outcome ?? (row.settled ? 'lost' : 'open'),
    cashout:
      row.outcome === 'cashed'
        ? {
            atHundredths: row.at_hundredths!,
            payoutCoins: Number(row.payout_coins),
            ...end,
            reason: row.reason!,
          }
        : null,
    cancelled: row.outcome === 'cancelled' ? end : null,
  };
}

export interface ChainRow {
  id: number;
  crash_table: string;
  length: number;
  terminator: string;
  salt: string;
  salt_source: string;
  edge_percent: number;
  first_game: string;
  last_game: string;
  status: Chain['status'];
}

export function toChain(row: ChainRow): Chain {
  return {
    id: row.id,
    table: row.crash_table,
    length: row.length,
    terminator: row.terminator,
    salt: row.salt,
    saltSource: row.salt_source,
    edgePercent: row.edge_percent,
    firstGame: Number(row.first_game),
    lastGame: Number(row.last_game),
    status: row.status,
  };
}

export interface RoundRow {
  crash_table: string;
  game: string;
  chain_id: number;
  phase: StoredRound['phase'];
  started_at_ms: string;
  betting_ends_at_ms: string;
  launched_at_ms: string | null;
  bet_book_root: string | null;
  gaps: Gap[];
  rules: TableRules;
  hash: string | null;
  bust_hundredths: number | null;
  busted_at_ms: string | null;
  bet_count: number | null;
  staked_coins: string | null;
  paid_coins: string | null;
  void_reason: string | null;
}

export function toRound(row: RoundRow): StoredRound {
  return {
    game: Number(row.game),
    chainId: row.chain_id,
    phase: row.phase,
    startedAtMs: Number(row.started_at_ms),
    bettingEndsAtMs: Number(row.betting_ends_at_ms),
    launchedAtMs: row.launched_at_ms === null ? null : Number(row.launched_at_ms),
    betBookRoot: row.bet_book_root,
    gaps: row.gaps,
    rules: row.rules,
  };
}
