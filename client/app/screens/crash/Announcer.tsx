import { useComputed } from '@preact/signals';
import { formatMultiplier, formatNumber, t } from '../../i18n/i18n.ts';
import type { TableController } from './tableController.ts';

/** Says launch, bust and one's own result to screen readers: once each, not sixty times a second. */
export function Announcer({ controller }: { controller: TableController }) {
  const round = useComputed(() => {
    const state = controller.state.value;
    if (state?.phase === 'flying') return t('crash.sayLaunch', { game: formatNumber(state.game) });
    if (state?.phase !== 'settled') return '';
    const at = formatMultiplier(state.bustHundredths);
    return t('crash.sayBust', { game: formatNumber(state.game), at });
  });
  const own = useComputed(() => {
    const bet = controller.ownBet.value;
    if (!bet || bet.game !== controller.state.value?.game) return '';
    if (bet.state === 'cashed' && bet.cashout) {
      const { atHundredths, payoutCoins } = bet.cashout;
      return t('crash.sayWon', { at: formatMultiplier(atHundredths), amount: formatNumber(payoutCoins) });
    }
    return bet.state === 'lost' ? t('crash.sayLost', { amount: formatNumber(bet.amountCoins) }) : '';
  });
  return (
    <div class="visually-hidden">
      <p aria-live="polite">{round.value}</p>
      <p aria-live="assertive" data-testid="own-result">
        {own.value}
      </p>
    </div>
  );
}
