import type { PlayerAdministration, Recipient } from '../../domain/identity/administration.ts';
import { normalNickname } from '../../domain/identity/nickname.ts';
import { adminGrantItem, isGrantAmount, MOST_GRANT_AMOUNT } from '../../domain/ledger/adminGrant.ts';
import type { LedgerStore } from '../../domain/ledger/port.ts';
import { CURRENCIES, type Currency } from '../../domain/money.ts';
import { type Failure, failure } from '../../domain/protocol/errors.ts';
import { STORABLE, unstorable } from '../../domain/protocol/unstorable.ts';
import { fail, ok, type Result } from '../../domain/result.ts';

const LONGEST_KEY = 100;
const LONGEST_REASON = 500;

/** What a grant names, before anything of it was checked. */
export interface GrantLine {
  key?: unknown;
  playerId?: unknown;
  nickname?: unknown;
  amount?: unknown;
  currency?: unknown;
  reason?: unknown;
}

export interface Granted {
  player: Pick<Recipient, 'id' | 'nickname' | 'bot'>;
  key: string;
  amount: number;
  currency: Currency;
  /** Right after it, as stored with it. */
  balance: number;
  transferId: number;
  /** True for the answer to a key that had been used. */
  repeated: boolean;
  /** Of this line alone. */
  reason: string | null;
}

export interface OperatorGrants {
  /**
   * Gives what each line says: one result a line, in their order, and no line stops another. A line's key makes it
   * happen once, whoever sends it again: `key_conflict` for another player, amount or currency under it.
   * `invalid_request` names the field, `not_found` says that there is no such player.
   */
  give(lines: readonly unknown[]): Promise<Result<Granted>[]>;
}

interface Order {
  key: string;
  who: { playerId: string } | { nickname: string };
  amount: number;
  currency: Currency;
  reason: string | null;
}

/** All lines are posted at once: the ledger makes few commits of them. */
export function createOperatorGrants(
  ledger: Pick<LedgerStore, 'post'>,
  players: Pick<PlayerAdministration, 'recipients'>,
): OperatorGrants {
  return {
    async give(lines) {
      const orders = lines.map(orderOf);
      const known = await recipientsOf(players, orders);
      return Promise.all(
        orders.map(async (order): Promise<Result<Granted>> => {
          if (!order.ok) return order;
          const { key, who, amount, currency, reason } = order.value;
          const player = known(who);
          if (player === undefined) {
            return fail('not_found', { field: 'playerId' in who ? 'playerId' : 'nickname' });
          }
          const posted = await ledger.post(adminGrantItem(player, { amount, currency }, key));
          if (!posted.ok) return posted;
          const { balance, transferId, repeated } = posted.value;
          const { id, nickname, bot } = player;
          const given = { key, amount, currency, balance, transferId, repeated, reason };
          return ok({ player: { id, nickname, bot }, ...given });
        }),
      );
    },
  };
}

/** One question for all of them. */
async function recipientsOf(
  players: Pick<PlayerAdministration, 'recipients'>,
  orders: readonly Result<Order>[],
): Promise<(who: Order['who']) => Recipient | undefined> {
  const named = orders.flatMap((order) => (order.ok ? [order.value.who] : []));
  const recipients = await players.recipients(
    named.flatMap((who) => ('playerId' in who ? [who.playerId] : [])),
    named.flatMap((who) => ('nickname' in who ? [who.nickname] : [])),
  );
  const byName = new Map(recipients.map((player) => [player.askedFor, player]));
  return (who) => byName.get('playerId' in who ? who.playerId : who.nickname);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function orderOf(line: unknown): Result<Order> {
  const wrong = (field: string, problem: string): { ok: false; error: Failure } => ({
    ok: false,
    error: failure(field === 'amount' ? 'invalid_amount' : 'invalid_request', { field, problem }),
  });
  if (typeof line !== 'object' || line === null) return wrong('line', 'must be an object');
  const unstorableField = unstorable(line);
  if (unstorableField !== null) return wrong(unstorableField, STORABLE);
  const { key, playerId, nickname, amount, currency, reason = null } = line as GrantLine;
  if (typeof key !== 'string' || key.trim() === '' || key.length > LONGEST_KEY) {
    return wrong('key', `must be 1-${LONGEST_KEY} characters`);
  }
  if ((playerId === undefined) === (nickname === undefined)) {
    return wrong('playerId', 'must be there, or nickname, and not both');
  }
  if (playerId !== undefined && (typeof playerId !== 'string' || !UUID.test(playerId))) {
    return wrong('playerId', 'must be a UUID');
  }
  if (nickname !== undefined && (typeof nickname !== 'string' || nickname.trim() === '')) {
    return wrong('nickname', 'must be a name');
  }
  if (!isGrantAmount(amount)) return wrong('amount', `must be an integer from 1 to ${MOST_GRANT_AMOUNT}`);
  const ofMoney = CURRENCIES.find((each) => each === currency);
  if (ofMoney === undefined) return wrong('currency', `must be one of ${CURRENCIES.join(', ')}`);
  if (reason !== null && (typeof reason !== 'string' || reason.length > LONGEST_REASON)) {
    return wrong('reason', `must be at most ${LONGEST_REASON} characters`);
  }
  const who = playerId === undefined ? { nickname: normalNickname(nickname as string) } : { playerId };
  return ok({ key, who, amount, currency: ofMoney, reason });
}
