import { defineEntity, p } from '@mikro-orm/core';

/** A process that lives, as long as it says so again before `expiresAt`. */
export const ClusterMemberEntity = defineEntity({
  name: 'ClusterMemberEntity',
  tableName: 'cluster_member',
  properties: {
    memberId: p.uuid().primary(),
    processId: p.text(),
    publicAddress: p.text(),
    draining: p.boolean(),
    expiresAt: p.datetime(),
  },
});
