import type { Player } from '../../domain/identity/port.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import { bodyFingerprint, operationKey } from '../../domain/ledger/keys.ts';
import type { LedgerItem, LedgerStore, TransferKind } from '../../domain/ledger/port.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { EventSink } from '../../rooms/ports.ts';

export const WELCOME_GRANT = { coins: 100_000, credits: 10 } as const;
export const DAILY_GRANT = { coins: 10_000, credits: 3 } as const;

const DAY_MS = 86_400_000;
/** Players whose welcome grant this process knows to be booked. */
const MAX_REMEMBERED = 50_000;

export interface DailyClaim {
  granted: { coins: number; credits: number };
  /** Right after the grant, as stored with it. */
  balanceCoins: number;
  /** The next grant can be claimed from then on (the next UTC day). */
  nextAtMs: number;
  /** True for the answer to a key that had been used. */
  repeated: boolean;
}

export interface Grants {
  /** Books the welcome grant if it is not booked yet. Safe to repeat, and cheap when it is known to be there. */
  ensureWelcome(player: Player): Promise<Result<void>>;
  /**
   * The grant of the UTC day. The same key again, up to a day later, gets the stored answer; another key on
   * the same day `already_claimed` with `details.nextAtMs`. Fails otherwise with `store_unavailable`.
   */
  claimDaily(player: Player, clientKey: string | null, nowMs: number): Promise<Result<DailyClaim>>;
}

/** Grants are ledger items under the system's own keys: at most one per player, and per player and day. */
export function createGrants(ledger: LedgerStore, events: EventSink): Grants {
  const welcomed = new Set<string>();
  return {
    async ensureWelcome(player) {
      if (player.bot || welcomed.has(player.id)) return ok(undefined);
      const item = grant(
        player,
        'grant.welcome',
        'grant.welcome',
        WELCOME_GRANT,
        bodyFingerprint(WELCOME_GRANT),
      );
      const stored = await ledger.lookup(item.key);
      if (!stored.ok) return stored;
      if (stored.value === null) {
        const posted = await ledger.post(item);
        if (!posted.ok) return posted;
        if (!posted.value.repeated) tellGrant(events, player, 'grant.welcome', WELCOME_GRANT);
      }
      if (welcomed.size >= MAX_REMEMBERED) welcomed.clear();
      welcomed.add(player.id);
      return ok(undefined);
    },

    async claimDaily(player, clientKey, nowMs) {
      // Without a key of the client's there is nothing a second claim could be a repeat of.
      const fingerprint = bodyFingerprint({ key: clientKey ?? `none at ${nowMs}` });
      const dayStartMs = nowMs - (nowMs % DAY_MS);
      const claim = (balanceCoins: number, startMs: number, repeated: boolean) =>
        ok({ granted: DAILY_GRANT, balanceCoins, nextAtMs: startMs + DAY_MS, repeated });

      // A request sent just before midnight and repeated just after it is still the same request.
      const yesterday = await ledger.lookup(dailyItem(player, dayStartMs - DAY_MS, fingerprint).key);
      if (!yesterday.ok) return yesterday;
      if (yesterday.value?.fingerprint === fingerprint) {
        return claim(yesterday.value.balance, dayStartMs - DAY_MS, true);
      }
      const posted = await ledger.post(dailyItem(player, dayStartMs, fingerprint));
      if (posted.ok) {
        if (!posted.value.repeated) tellGrant(events, player, 'grant.daily', DAILY_GRANT);
        return claim(posted.value.balance, dayStartMs, posted.value.repeated);
      }
      if (posted.error.code !== 'key_conflict') return posted;
      return fail('already_claimed', { nextAtMs: dayStartMs + DAY_MS });
    },
  };
}

/** One event a currency. */
function tellGrant(
  events: EventSink,
  { id, nickname, bot }: Player,
  type: 'grant.welcome' | 'grant.daily',
  amounts: { coins: number; credits: number },
): void {
  for (const currency of ['coins', 'credits'] as const) {
    events.publish({ type, player: { id, nickname }, bot, data: { amount: amounts[currency], currency } });
  }
}

function dailyItem(player: Player, dayStartMs: number, fingerprint: bigint): LedgerItem {
  const day = new Date(dayStartMs).toISOString().slice(0, 10);
  return grant(player, 'grant.daily', `grant.daily:${day}`, DAILY_GRANT, fingerprint);
}

function grant(
  player: Player,
  kind: TransferKind,
  operation: string,
  amounts: { coins: number; credits: number },
  fingerprint: bigint,
): LedgerItem {
  const { coins, credits } = player.accounts;
  return {
    key: operationKey('system', player.id, operation, ''),
    fingerprint,
    kind,
    legs: [
      { debitAccountId: SYSTEM_ACCOUNTS['mint.coins'], creditAccountId: coins, amount: amounts.coins },
      { debitAccountId: SYSTEM_ACCOUNTS['mint.credits'], creditAccountId: credits, amount: amounts.credits },
    ],
    answerAccountId: coins,
    ref: null,
    claim: null,
    row: null,
  };
}
