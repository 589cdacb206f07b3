import { defineEntity, p } from '@mikro-orm/core';
import type { Anomaly } from '../../domain/watch/port.ts';

/** Something about one player or address that an operator should look at, as one member saw it. */
export const AnomalyEntity = defineEntity({
  name: 'AnomalyEntity',
  tableName: 'anomaly',
  properties: {
    kind: p.text().$type<Anomaly['kind']>().primary(),
    subject: p.text().primary(),
    scope: p.text().primary(),
    memberId: p.uuid().primary(),
    amount: p.bigint('number'),
    data: p.json().$type<Anomaly['data']>(),
    atMs: p.bigint('number'),
  },
  indexes: [{ name: 'anomaly_latest', properties: ['kind', 'atMs'] }],
});
