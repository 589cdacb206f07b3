import { defineEntity, p } from '@mikro-orm/core';
import { PlayerEntity } from './player.ts';

/** How many notices a player got, and how many of them were acknowledged. */
export const NoticeCursorEntity = defineEntity({
  name: 'NoticeCursorEntity',
  tableName: 'notice_cursor',
  properties: {
    player: () =>
      p
        .oneToOne(PlayerEntity)
        .owner()
        .primary()
        .unique(false)
        .updateRule('no action')
        .deleteRule('no action'),
    lastSequence: p.bigint('number').defaultRaw('0'),
    acknowledged: p.bigint('number').defaultRaw('0'),
  },
});
