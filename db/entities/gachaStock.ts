import { defineEntity, p } from '@mikro-orm/core';

/** How many are left of a banner's limited item, for all processes. */
export const GachaStockEntity = defineEntity({
  name: 'GachaStockEntity',
  tableName: 'gacha_stock',
  properties: {
    banner: p.text().primary(),
    item: p.text().primary(),
    remaining: p.integer(),
  },
  checks: [{ name: 'gacha_stock_remaining_check', expression: 'remaining >= 0' }],
});
