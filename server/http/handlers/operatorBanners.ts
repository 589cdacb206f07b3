import type { GachaBanner } from '../../../domain/gacha/banner.ts';
import {
  activateBanner,
  deactivateBanner,
  operatorBanners,
  stockBanner,
} from '../definitions/operatorBanners.ts';
import type { HttpDeps } from '../deps.ts';
import type { AuditTrail } from '../env.ts';
import { refuse, refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveOperatorBanners(app: HttpApp, deps: HttpDeps): void {
  const { banners } = deps.operate;
  const bannerOf = (name: string) => deps.odds.banners.get(name)?.odds ?? null;

  serve(app, deps, operatorBanners, async (context) => {
    const items = [];
    for (const { odds } of deps.odds.banners.values()) items.push(await standing(deps, odds));
    return context.json({ items, next: null }, 200);
  });

  serve(app, deps, activateBanner, (context) =>
    setActive(deps, context.var.audit, bannerOf(context.req.valid('param').banner), true),
  );

  serve(app, deps, deactivateBanner, (context) =>
    setActive(deps, context.var.audit, bannerOf(context.req.valid('param').banner), false),
  );

  serve(app, deps, stockBanner, async (context) => {
    const banner = bannerOf(context.req.valid('param').banner);
    if (banner === null) return refuseWith('not_found', { field: 'banner' });
    const { item, remaining } = context.req.valid('json');
    const limited = banner.items.find((each) => each.item === item && each.stock !== undefined);
    if (limited === undefined)
      return refuseWith('invalid_request', { field: 'item', problem: 'is no limited item of this banner' });
    const set = await banners.setStock(banner.banner, item, remaining);
    if (!set.ok) return refuse(set.error);
    const target = `${banner.banner}/${item}`;
    context.var.audit.change(target, { remaining: set.value ?? limited.stock }, { remaining });
    return context.json(await standing(deps, banner), 200);
  });
}

async function setActive(
  deps: HttpDeps,
  audit: AuditTrail,
  banner: GachaBanner | null,
  active: boolean,
): Promise<never> {
  if (banner === null) return refuseWith('not_found', { field: 'banner' });
  const was = await deps.operate.banners.setActive(banner.banner, active);
  if (!was.ok) return refuse(was.error);
  audit.change(banner.banner, { active: was.value }, { active });
  return Response.json(await standing(deps, banner)) as never;
}

async function standing({ operate, games }: HttpDeps, { banner, items }: GachaBanner) {
  const left = await games.stock(banner);
  if (!left.ok) return refuse(left.error);
  return {
    banner,
    active: operate.banners.isActive(banner),
    items: items.map(({ item, stock = null }) => ({
      item,
      remaining: stock === null ? null : (left.value.get(item) ?? stock),
    })),
  };
}
