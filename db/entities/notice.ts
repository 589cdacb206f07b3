import { defineEntity, p } from '@mikro-orm/core';
import { PlayerEntity } from './player.ts';

/** A message for one player. */
export const NoticeEntity = defineEntity({
  name: 'NoticeEntity',
  tableName: 'notice',
  properties: {
    player: () => p.manyToOne(PlayerEntity).primary(),
    sequence: p.bigint('number').primary(),
    dedupeKey: p.uuid(),
    kind: p.text(),
    data: p.json().$type<Record<string, unknown>>(),
    createdAtMs: p.bigint('number'),
  },
  uniques: [{ name: 'notice_dedupe_unique', properties: ['player', 'dedupeKey'] }],
});
