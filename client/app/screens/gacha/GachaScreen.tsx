import { useEffect, useMemo } from 'preact/hooks';
import type { GachaOddsTable } from '../../../sdk/index.ts';
import { formatPercent, nameOf, t } from '../../i18n/i18n.ts';
import { banners } from '../../store/odds.ts';
import { player } from '../../store/player.ts';
import { OddsGate } from '../../ui/OddsGate.tsx';
import { PlayHead } from '../../ui/PlayHead.tsx';
import { RoomGate } from '../../ui/RoomGate.tsx';
import { StartPanel } from '../../ui/StartPanel.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { BannerArt } from './BannerArt.tsx';
import { Collection } from './Collection.tsx';
import { GachaController } from './gachaController.ts';
import { RarityName } from './ItemCard.tsx';
import { PullPanel } from './PullPanel.tsx';
import { Reveal, RevealAnnouncer } from './Reveal.tsx';
import './gacha.css';

export default function GachaScreen({ banner }: { banner: string }) {
  return (
    <OddsGate find={() => banners.value.find((table) => table.banner === banner)}>
      {(table) => (player.value ? <Banner table={table} key={banner} /> : <Showcase table={table} />)}
    </OddsGate>
  );
}

function Banner({ table }: { table: GachaOddsTable }) {
  const { odds: banner } = table;
  useTitle(nameOf(banner.name));
  const controller = useMemo(() => new GachaController(banner), [banner]);
  useEffect(() => () => controller.leave(), [controller]);
  return (
    <RoomGate status={controller.status.value}>
      <div class="page play gacha">
        <PlayHead name={nameOf(banner.name)} odds={`/odds/${table.oddsHash}`} />
        <section class="panel play-stage gacha-stage">
          {controller.pull.value ? <Reveal controller={controller} /> : <BannerArt banner={banner} />}
        </section>
        <div class="play-controls">
          {!table.active && <p class="panel note">{t('gacha.inactive')}</p>}
          <PullPanel controller={controller} />
          <Rates table={table} />
        </div>
        <div class="play-rest">
          <Collection
            banner={banner}
            owned={controller.owned.value}
            stock={controller.standing.value?.stock ?? []}
          />
        </div>
        <RevealAnnouncer controller={controller} />
      </div>
    </RoomGate>
  );
}

/** The banner for somebody who can't pull yet. */
function Showcase({ table }: { table: GachaOddsTable }) {
  const { odds: banner } = table;
  useTitle(nameOf(banner.name));
  return (
    <div class="page play gacha">
      <PlayHead name={nameOf(banner.name)} odds={`/odds/${table.oddsHash}`} />
      <section class="panel play-stage gacha-stage">
        <BannerArt banner={banner} />
      </section>
      <div class="play-controls">
        <StartPanel text={t('gacha.startFirst')} />
        <Rates table={table} />
      </div>
      <div class="play-rest">
        <Collection banner={banner} owned={null} stock={[]} />
      </div>
    </div>
  );
}

/** The rates in short, where the buttons are; the odds page has all of it. */
function Rates({ table }: { table: GachaOddsTable }) {
  return (
    <section class="panel rates">
      <h2>{t('gacha.rates')}</h2>
      <table class="table compact">
        <thead>
          <tr>
            <th>{t('odds.rarity')}</th>
            <th class="num">{t('odds.baseRate')}</th>
            <th class="num">{t('gacha.withPity')}</th>
          </tr>
        </thead>
        <tbody>
          {[...table.disclosure.rarities].reverse().map(({ rarity, baseRate, consolidatedRate }) => (
            <tr key={rarity}>
              <td>
                <RarityName rarity={rarity} />
              </td>
              <td class="num">{formatPercent(baseRate * 100)}</td>
              <td class="num">{formatPercent(consolidatedRate * 100)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <a href={`/odds/${table.oddsHash}`}>{t('gacha.allOdds')}</a>
    </section>
  );
}
