import { defineEntity, p } from '@mikro-orm/core';

/** Whether a banner may be pulled; without a row it may. */
export const BannerSettingEntity = defineEntity({
  name: 'BannerSettingEntity',
  tableName: 'banner_setting',
  properties: {
    banner: p.text().primary(),
    active: p.boolean(),
  },
});
