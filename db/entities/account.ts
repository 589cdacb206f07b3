import { defineEntity, p } from '@mikro-orm/core';
import type { Currency } from '../../domain/money.ts';
import { PlayerEntity } from './player.ts';

/** A balance in one currency. Only `ledger_post` writes `balance`. */
export const AccountEntity = defineEntity({
  name: 'AccountEntity',
  tableName: 'account',
  properties: {
    id: p.bigint('number').primary().generated('by default as identity'),
    player: () => p.manyToOne(PlayerEntity).nullable().deleteRule('no action'),
    currency: p.text().$type<Currency>(),
    kind: p.text().$type<'player' | 'mint' | 'house' | 'escrow'>(),
    balance: p.bigint('bigint').defaultRaw('0'),
    blocked: p.boolean().default(false),
    /** Its player set limits, a pause or an exclusion, by which the ledger looks at its stakes. */
    limited: p.boolean().default(false),
  },
  uniques: [{ name: 'account_player_currency_unique', properties: ['player', 'currency'] }],
  checks: [
    {
      name: 'account_player_balance_check',
      expression: "kind <> 'player' or (balance >= 0 and balance <= 9007199254740991)",
    },
    { name: 'account_owner_check', expression: "(kind = 'player') = (player_id is not null)" },
  ],
});
