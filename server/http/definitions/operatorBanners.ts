import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';
import { OperatorBanner, Reason, ReasonBody } from '../operateSchemas.ts';
import { pageOf } from '../schemas.ts';

const params = z.object({ banner: z.string().min(1).max(64) });
/** As many as the column holds. */
const MOST_LEFT = 2_000_000_000;

export const operatorBanners = define({
  access: 'manageBanners',
  method: 'get',
  path: '/api/admin/banners',
  summary: 'The gacha banners: whether they may be pulled, and what is left of limited items',
  answer: pageOf('OperatorBannerPage', OperatorBanner),
  answers: 'All banners',
});

export const activateBanner = define({
  access: 'manageBanners',
  method: 'post',
  path: '/api/admin/banners/{banner}/activate',
  summary: 'Let a banner be pulled again',
  request: { params, body: ReasonBody },
  answer: OperatorBanner,
  answers: 'The banner',
  refusals: ['not_found'],
});

export const deactivateBanner = define({
  access: 'manageBanners',
  method: 'post',
  path: '/api/admin/banners/{banner}/deactivate',
  summary: 'Take a banner down: pulls are refused until it is activated again',
  request: { params, body: ReasonBody },
  answer: OperatorBanner,
  answers: 'The banner',
  refusals: ['not_found'],
});

export const stockBanner = define({
  access: 'manageBanners',
  method: 'post',
  path: '/api/admin/banners/{banner}/stock',
  summary: 'Set how many are left of a limited item',
  request: {
    params,
    body: {
      content: {
        'application/json': {
          schema: z.strictObject({
            item: z.string(),
            remaining: z.int().min(0).max(MOST_LEFT),
            reason: Reason,
          }),
        },
      },
      required: true,
    },
  },
  answer: OperatorBanner,
  answers: 'The banner',
  refusals: ['not_found'],
});
