import type { GachaOddsTable } from '../../../sdk/index.ts';
import { GameArt } from '../../art/GameArt.tsx';
import { formatNumber, formatPercent, nameOf, t } from '../../i18n/i18n.ts';
import { Fact } from '../../ui/Fact.tsx';
import { itemOf, RarityName } from '../gacha/ItemCard.tsx';

const MILLION = 1_000_000;
/** Rare things have small rates: they are told with their last digit. */
const DIGITS = 4;

/** A banner's rates: as drawn, with the guarantee, of each item, and what makes pulls depend on each other. */
export function BannerOdds({ table }: { table: GachaOddsTable }) {
  const { odds: banner, disclosure } = table;
  const { guarantee, nearMiss, influences } = disclosure;
  return (
    <>
      <div class="table-scroll">
        <table class="table compact">
          <thead>
            <tr>
              <th>{t('odds.rarity')}</th>
              <th class="num">{t('odds.baseRate')}</th>
              <th class="num">{t('odds.consolidated')}</th>
            </tr>
          </thead>
          <tbody>
            {disclosure.rarities.map(({ rarity, baseRate, consolidatedRate }) => (
              <tr key={rarity}>
                <td>
                  <RarityName rarity={rarity} />
                </td>
                <td class="num">{formatPercent(baseRate * 100, DIGITS)}</td>
                <td class="num">{formatPercent(consolidatedRate * 100, DIGITS)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dl class="facts facts-wide">
        <Fact label={t('odds.pityAt')} value={t('odds.pull', { number: formatNumber(guarantee.pityAt) })} />
        <Fact label={t('odds.meanPulls')} value={formatNumber(guarantee.meanPulls)} />
        <Fact label={t('odds.guaranteed')} value={formatPercent(guarantee.guaranteedRate * 100, DIGITS)} />
        <Fact
          label={t('odds.daily')}
          value={t('odds.dailyValue', { standard: banner.dailyPulls.STANDARD, vip: banner.dailyPulls.VIP })}
        />
      </dl>
      <h3>{t('odds.influences')}</h3>
      <ul class="odds-notes">
        {influences.map(({ by, text }) => (
          <li key={by}>{nameOf(text)}</li>
        ))}
      </ul>
      <h3>{t('odds.nearMiss')}</h3>
      <p class="muted">{t('odds.nearMissWhat')}</p>
      <ul class="odds-notes">
        {nearMiss.map(({ rarity, from, before }) => (
          <li key={rarity}>
            {t('odds.nearMissSpan', {
              rarity: t(`rarity.${rarity}`),
              from: formatPercent((from / MILLION) * 100),
              before: formatPercent((before / MILLION) * 100),
            })}
          </li>
        ))}
      </ul>
      <h3>{t('odds.items')}</h3>
      <div class="table-scroll">
        <table class="table compact">
          <thead>
            <tr>
              <th>{t('odds.item')}</th>
              <th>{t('odds.rarity')}</th>
              <th class="num">{t('odds.rate')}</th>
              <th class="num">{t('odds.stock')}</th>
            </tr>
          </thead>
          <tbody>
            {disclosure.rarities.flatMap(({ rarity, items }) =>
              items.map(({ item, rate, stock }) => (
                <tr key={item}>
                  <td>
                    <span class="pay-symbol">
                      <GameArt
                        art={itemOf(banner, item).art}
                        name={nameOf(itemOf(banner, item).name)}
                        size={24}
                        decorative
                      />
                      {nameOf(itemOf(banner, item).name)}
                    </span>
                  </td>
                  <td>
                    <RarityName rarity={rarity} />
                  </td>
                  <td class="num">{formatPercent(rate * 100, DIGITS)}</td>
                  <td class="num">{stock === null ? t('odds.unlimited') : formatNumber(stock)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}
