import { assert } from '../../domain/assert.ts';
import type { BookEntry, CrashStore, Settlement, StoredBet, Tenure } from '../../domain/crash/port.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { RoundRow, Tables } from './tables.ts';

const LAST_BUSTS = 50;

/** `db/stores/crash.ts` in memory: each call is one transaction that asserts its tenure first. */
export function memoryCrash(tables: Tables): CrashStore {
  async function asOwner<T>(tenure: Tenure, work: () => T): Promise<Result<T>> {
    if (tables.held(tenure) === null) return fail('fenced');
    tables.watcher.wrote(tenure.table, tenure.fence);
    return ok(work());
  }

  return {
    snapshot: (tenure) =>
      asOwner(tenure, () => {
        const rounds = tables.rounds.get(tenure.table) ?? [];
        const last = rounds.at(-1);
        const settled = rounds.filter(({ settlement }) => settlement !== null).slice(-LAST_BUSTS);
        return {
          databaseNowMs: tables.nowMs(),
          round: last === undefined ? null : { ...last, gaps: last.gaps.map((gap) => ({ ...gap })) },
          bets: last === undefined || last.phase === 'settled' ? [] : storedBets(tables, last),
          lastBusts: settled
            .map(({ game, settlement }) => ({ game, bustHundredths: settlement!.bustHundredths }))
            .reverse(),
          heartbeatAtMs: tables.held(tenure)!.heartbeatAtMs,
        };
      }),

    openRound: (tenure, opened) =>
      asOwner(tenure, () => {
        if (tables.round(tenure.table, opened.game) !== undefined) return;
        const rounds = tables.rounds.get(tenure.table) ?? [];
        tables.rounds.set(tenure.table, rounds);
        const unset = { launchedAtMs: null, betBookRoot: null, gaps: [], settlement: null };
        rounds.push({ ...opened, phase: 'betting', ...unset });
        tables.setPhase(tenure, opened.game, 'betting');
      }),

    extendBetting: (tenure, game, bettingEndsAtMs) =>
      asOwner(tenure, () => {
        const round = tables.round(tenure.table, game);
        assert(round?.phase === 'betting', `round ${game} of ${tenure.table} is not in betting`);
        round.bettingEndsAtMs = bettingEndsAtMs;
      }),

    closeBook: (tenure, game, close) =>
      asOwner(tenure, () => {
        const round = tables.round(tenure.table, game);
        assert(round !== undefined, `round ${game} of ${tenure.table} was never opened`);
        const book = bookOf(tables, round);
        const betIds = book.map(({ betId }) => betId);
        const chain = tables.chains.get(round.chainId)!;
        if (round.phase !== 'betting') {
          const closing = { betBookRoot: round.betBookRoot!, launchedAtMs: round.launchedAtMs! };
          return { closing, chain: { ...chain }, betIds };
        }
        const closing = close(book, { ...chain });
        if (closing === null) return null;
        const { betBookRoot, launchedAtMs, salt } = closing;
        Object.assign(round, { phase: 'flying', betBookRoot, launchedAtMs });
        if (salt) {
          assert(chain.salt === '', `the salt of chain ${chain.id} is fixed already`);
          Object.assign(chain, salt);
        }
        tables.setPhase(tenure, game, 'flying');
        return { closing, chain: { ...chain }, betIds };
      }),

    recordGap: (tenure, game, { fromMs, toMs }) =>
      asOwner(tenure, () => {
        const round = tables.round(tenure.table, game)!;
        const isKnown = round.gaps.some((gap) => gap.fromMs === fromMs && gap.toMs === toMs);
        if (round.phase !== 'settled' && !isKnown) round.gaps.push({ fromMs, toMs });
      }),

    settle: (tenure, game, settlement) =>
      asOwner(tenure, () => {
        const round = tables.round(tenure.table, game)!;
        assert(round.phase !== 'betting', `round ${game} did not fly`);
        if (round.settlement !== null) {
          assert(isSame(round.settlement, settlement), `round ${game} was settled otherwise`);
          return;
        }
        checkBooked(tables, round, settlement);
        Object.assign(round, { phase: 'settled', settlement: { ...settlement } });
        tables.setPhase(tenure, game, 'settled');
      }),

    bet: async (id) => {
      const betId = id.toLowerCase();
      return ok(tables.ledger.bets.has(betId) ? storedBet(tables, betId) : null);
    },

    betsOfPlayer: async (table, game, playerId) => {
      const round = tables.round(table, game);
      const all = round === undefined ? [] : storedBets(tables, round);
      return ok(all.filter((bet) => bet.playerId === playerId).sort((a, b) => a.sequence - b.sequence));
    },
  };
}

/** Bets of a round with their ends, by id. */
export function storedBets(tables: Tables, { game, rules: { table } }: RoundRow): StoredBet[] {
  const ids: string[] = [];
  for (const row of tables.ledger.bets.values()) {
    if (row.game === game && row.table === table) ids.push(row.betId);
  }
  return ids.sort().map((betId) => storedBet(tables, betId));
}

function storedBet(tables: Tables, betId: string): StoredBet {
  const { type: _, ...row } = tables.ledger.bets.get(betId)!;
  const end = tables.ledger.ends.get(betId);
  const { nickname, bot, accounts } = tables.players.get(row.playerId)!;
  const settled = tables.round(row.table, row.game)?.phase === 'settled';
  const ended = end && { receivedAtMs: end.receivedAtMs, sequence: end.sequence };
  return {
    ...{ ...row, nickname, bot, accountId: accounts.coins },
    state: end?.end ?? (settled ? 'lost' : 'open'),
    cashout:
      end?.end === 'cashed'
        ? { atHundredths: end.atHundredths!, payoutCoins: end.payoutCoins, ...ended!, reason: end.reason! }
        : null,
    cancelled: end?.end === 'cancelled' ? ended! : null,
  };
}

function bookOf(tables: Tables, round: RoundRow): BookEntry[] {
  return storedBets(tables, round)
    .filter(({ state }) => state !== 'cancelled')
    .map(({ betId, playerId, amountCoins, autoCashoutHundredths }) => ({
      ...{ betId, playerId, amountCoins, autoCashoutHundredths },
    }));
}

function isSame(one: Settlement, other: Settlement): boolean {
  return one.hash === other.hash && one.bustHundredths === other.bustHundredths;
}

/** What the room counted must be what the ledger booked. */
function checkBooked(tables: Tables, round: RoundRow, settlement: Settlement): void {
  const { bustHundredths, stakedCoins, paidCoins, betCount } = settlement;
  const book = storedBets(tables, round).filter(({ state }) => state !== 'cancelled');
  const name = `round ${round.game}`;
  const unpaid = book.filter(
    (bet) =>
      bet.cashout === null &&
      bet.autoCashoutHundredths !== null &&
      bet.autoCashoutHundredths <= bustHundredths,
  );
  const booked = {
    staked: book.reduce((sum, bet) => sum + bet.amountCoins, 0),
    paid: book.reduce((sum, bet) => sum + (bet.cashout?.payoutCoins ?? 0), 0),
  };
  assert(unpaid.length === 0, `${name}: ${unpaid.length} bets reached their target and were not paid`);
  assert(booked.paid === paidCoins, `${name}: booked ${booked.paid}, not ${paidCoins}`);
  assert(booked.staked === stakedCoins, `${name}: staked ${booked.staked}, not ${stakedCoins}`);
  assert(book.length === betCount, `${name}: ${book.length} bets in the book, not ${betCount}`);
}
