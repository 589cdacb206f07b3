import type { RpsOdds } from '../../../../domain/rps/odds.ts';
import { formatMultiplier, formatNumber, formatPercent, t } from '../../i18n/i18n.ts';
import { Fact } from '../../ui/Fact.tsx';

export function RpsOddsFacts({ odds }: { odds: RpsOdds }) {
  const range = { min: formatNumber(odds.minBetCoins), max: formatNumber(odds.maxBetCoins) };
  return (
    <>
      <dl class="facts facts-wide">
        <Fact label={t('rps.win')} value={formatMultiplier(odds.winHundredths)} />
        <Fact label={t('rps.draw')} value={formatMultiplier(odds.drawHundredths)} />
        <Fact label={t('crash.stake')} value={t('lobby.range', range)} />
        <Fact label={t('odds.matchFee')} value={formatPercent(odds.match.feeHundredths)} />
      </dl>
      <dl class="values">
        <div>
          <dt>{t('verify.value.formula')}</dt>
          <dd class="mono">{odds.handFormula}</dd>
        </div>
      </dl>
    </>
  );
}
