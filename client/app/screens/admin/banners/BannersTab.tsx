import { signal } from '@preact/signals';
import type { AdminBanner } from '../../../../sdk/index.ts';
import { formatNumber, nameOf, t } from '../../../i18n/i18n.ts';
import { banners } from '../../../store/odds.ts';
import { variantName } from '../../history/gameNames.ts';
import { ask } from '../act/ActDialog.tsx';
import { TextField } from '../act/Controls.tsx';
import { admin } from '../operator.ts';
import { Problem } from '../Problem.tsx';
import { useAsked } from '../useAsked.ts';

export function BannersTab() {
  const asked = useAsked(() => admin.banners(), 'banners');
  const list = asked.value.value;
  return (
    <>
      <h1>{t('admin.tab.banners')}</h1>
      {asked.error.value && <Problem error={asked.error.value} again={asked.again} />}
      {!list && !asked.error.value && <p class="empty">{t('app.loading')}</p>}
      {list?.items.map((banner) => (
        <BannerPanel key={banner.banner} banner={banner} again={asked.again} />
      ))}
    </>
  );
}

function BannerPanel({ banner, again }: { banner: AdminBanner; again(): void }) {
  const name = variantName('gacha', banner.banner);
  return (
    <section class="panel history" data-banner={banner.banner} data-active={banner.active}>
      <div class="page-head">
        <h2>{name}</h2>
        <span class="admin-acts">
          <span class={`badge ${banner.active ? 'badge-good' : 'badge-bad'}`}>
            {t(banner.active ? 'admin.banners.active' : 'admin.banners.inactive')}
          </span>
          <button
            type="button"
            class={`button small ${banner.active ? 'danger' : 'primary'}`}
            onClick={() => askSwitch(banner, name, again)}
          >
            {t(banner.active ? 'admin.banners.close' : 'admin.banners.open')}
          </button>
        </span>
      </div>
      <table class="table cards">
        <thead>
          <tr>
            <th>{t('odds.item')}</th>
            <th class="num">{t('admin.banners.remaining')}</th>
            <th>
              <span class="visually-hidden">{t('admin.acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {banner.items.map(({ item, remaining }) => (
            <tr key={item}>
              <td class="what">{itemName(banner.banner, item)}</td>
              <td class="num" data-label={t('admin.banners.remaining')}>
                {remaining === null ? t('odds.unlimited') : formatNumber(remaining)}
              </td>
              <td class="num">
                {remaining !== null && (
                  <button
                    type="button"
                    class="button small"
                    onClick={() => askStock(banner.banner, item, remaining, again)}
                  >
                    {t('admin.banners.setStock')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function askSwitch({ banner, active }: AdminBanner, name: string, again: () => void): void {
  ask({
    title: t(active ? 'admin.banners.closeOf' : 'admin.banners.openOf', { name }),
    what: t(active ? 'admin.banners.closeWhat' : 'admin.banners.openWhat', { name }),
    confirm: t(active ? 'admin.banners.close' : 'admin.banners.open'),
    danger: active,
    run: (reason) => (active ? admin.deactivateBanner(banner, reason) : admin.activateBanner(banner, reason)),
    done: t(active ? 'admin.banners.closed' : 'admin.banners.opened', { name }),
    after: again,
  });
}

function askStock(banner: string, item: string, remaining: number, again: () => void): void {
  const count = signal(String(remaining));
  const name = itemName(banner, item);
  ask({
    title: t('admin.banners.setStock'),
    what: t('admin.banners.stockWhat', { name }),
    confirm: t('admin.banners.setStock'),
    fieldNames: ['remaining'],
    fields: (problems) => (
      <TextField
        name="remaining"
        inputMode="numeric"
        label={t('admin.banners.remaining')}
        value={count}
        problems={problems}
      />
    ),
    check: () => (readCount(count.value) === null ? { remaining: t('admin.problem.count') } : {}),
    run: (reason) => admin.setStock(banner, item, readCount(count.value)!, reason),
    done: t('admin.banners.stockDone', { name }),
    after: again,
  });
}

function readCount(text: string): number | null {
  const count = Number(text.trim());
  return /^\d+$/.test(text.trim()) && Number.isSafeInteger(count) ? count : null;
}

function itemName(banner: string, item: string): string {
  const odds = banners.value.find((table) => table.banner === banner)?.odds;
  const known = odds?.items.find((each) => each.item === item);
  return known ? nameOf(known.name) : item;
}
