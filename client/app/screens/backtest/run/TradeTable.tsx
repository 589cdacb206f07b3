import { useSignal } from '@preact/signals';
import type { Trade } from '../../../../../domain/backtest/trade.ts';
import { formatDay, formatDecimal, formatInstant, formatNumber, t } from '../../../i18n/i18n.ts';
import '../../history/history.css';

const FIRST = 8;
const STEP = 100;

export function TradeTable({ trades }: { trades: readonly Trade[] }) {
  const shown = useSignal(FIRST);
  if (trades.length === 0) return <p class="empty">{t('backtest.noTrades')}</p>;
  return (
    <>
      <table class="table cards trades">
        <thead>
          <tr>
            <th>{t('backtest.side')}</th>
            <th>{t('backtest.entry')}</th>
            <th>{t('backtest.exit')}</th>
            <th class="num">{t('backtest.qty')}</th>
            <th class="num">{t('backtest.pnl')}</th>
            <th>{t('backtest.exitReason')}</th>
          </tr>
        </thead>
        <tbody>
          {trades.slice(0, shown.value).map((trade, index) => (
            <tr key={index}>
              <td class="what">{t(`backtest.side.${trade.side}`)}</td>
              <Fill label={t('backtest.entry')} atMs={trade.entryAtMs} price={trade.entryPrice} />
              <Fill label={t('backtest.exit')} atMs={trade.exitAtMs} price={trade.exitPrice} />
              <td class="num" data-label={t('backtest.qty')}>
                {formatDecimal(trade.qty, 4)}
              </td>
              <td class={`num ${trade.pnl > 0 ? 'good' : 'bad'}`} data-label={t('backtest.pnl')}>
                {formatDecimal(trade.pnl, 2)}
              </td>
              <td data-label={t('backtest.exitReason')}>{t(`backtest.exit.${trade.exitReason}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {trades.length > shown.value && (
        <button
          type="button"
          class="button wide"
          onClick={() => {
            shown.value += STEP;
          }}
        >
          {t('backtest.moreTrades', { count: formatNumber(trades.length - shown.value) })}
        </button>
      )}
    </>
  );
}

function Fill({ label, atMs, price }: { label: string; atMs: number; price: number }) {
  return (
    <td data-label={label}>
      <time dateTime={new Date(atMs).toISOString()} title={formatInstant(atMs)}>
        {formatDay(atMs)}
      </time>
      <span class="muted">{` ${formatDecimal(price, 4)}`}</span>
    </td>
  );
}
