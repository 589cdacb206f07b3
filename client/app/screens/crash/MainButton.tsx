import { formatMultiplier, formatNumber, t } from '../../i18n/i18n.ts';
import type { MainAction } from './action.ts';
import { readStake } from './order.ts';
import type { TableController } from './tableController.ts';

/** The one button: it bets, waits, takes back or cashes out, always in the same place. */
export function MainButton({ controller, onStart }: { controller: TableController; onStart(): void }) {
  const action = controller.action.value;
  const needsOrder = action.kind === 'bet' || action.kind === 'betNext';
  const disabled =
    action.kind === 'unavailable' ||
    action.kind === 'waiting' ||
    action.kind === 'ended' ||
    (needsOrder && !controller.reading.value.order);
  const act = () => {
    if (action.kind === 'watching') onStart();
    else if (action.kind === 'cashout') controller.cashOut();
    else controller.toggleBet();
  };
  // Not a submit button: Enter in a field must never cash out. And never `disabled`: whoever has pressed it by key stays on it.
  return (
    <button
      type="button"
      class={`main-button main-${action.kind}`}
      data-testid="main-button"
      data-action={action.kind}
      aria-disabled={disabled}
      aria-keyshortcuts={action.kind === 'cashout' ? 'C' : 'B'}
      onClick={act}
    >
      {label(action, readStake(controller.draft.value.stake))}
    </button>
  );
}

function label(action: MainAction, stakeCoins: number | null): string {
  const amount = stakeCoins === null ? '' : formatNumber(stakeCoins);
  switch (action.kind) {
    case 'watching':
      return t('crash.watching');
    case 'bet':
      return t('crash.bet', { amount });
    case 'betNext':
      return t('crash.betNext', { amount });
    case 'queued':
      return t('crash.queued');
    case 'cancel':
      return t('crash.cancel');
    case 'cashout':
      return t('crash.cashout');
    case 'ended':
      return action.bet.cashout
        ? t('crash.endedOut', { at: formatMultiplier(action.bet.cashout.atHundredths) })
        : t('crash.endedLost', { amount: formatNumber(action.bet.amountCoins) });
    case 'unavailable':
      return t('crash.wait');
    case 'waiting':
      return t(
        ({ bet: 'crash.betting', cancel: 'crash.cancelling', cashout: 'crash.cashingOut' } as const)[
          action.for
        ],
      );
  }
}
