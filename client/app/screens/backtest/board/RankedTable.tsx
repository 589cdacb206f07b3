import { FairgroundError, type RankedStrategy } from '../../../../sdk/index.ts';
import { errorText, formatNumber, t } from '../../../i18n/i18n.ts';
import { fair, player } from '../../../store/player.ts';
import { showToast } from '../../../store/toasts.ts';
import '../../history/history.css';
import { metricText } from '../run/metricText.ts';
import { RowDetails } from './RowDetails.tsx';

async function copy(row: RankedStrategy): Promise<void> {
  try {
    const copied = await fair.strategies.copy(row.strategyId);
    showToast('good', t('backtest.copied', { name: copied.name }));
  } catch (error) {
    showToast('bad', errorText(error instanceof FairgroundError ? error : new FairgroundError('internal')));
  }
}

export function RankedTable({ rows }: { rows: readonly RankedStrategy[] }) {
  return (
    <table class="table cards ranked">
      <thead>
        <tr>
          <th class="num">{t('backtest.rank')}</th>
          <th>{t('backtest.strategy')}</th>
          <th class="num">{t('metric.sharpe')}</th>
          <th class="num">{t('metric.cagr')}</th>
          <th class="num">{t('metric.totalReturn')}</th>
          <th class="num">{t('metric.trades')}</th>
          <th class="num">{t('backtest.sort.backtests')}</th>
          <th>{t('backtest.market')}</th>
          <th>
            <span class="visually-hidden">{t('backtest.copy')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.strategyId} data-strategy={row.strategyId}>
            <td class="num" data-label={t('backtest.rank')}>
              {formatNumber(row.rank)}
            </td>
            <td class="what">
              <RowDetails row={row} />
            </td>
            <td class="num" data-label={t('metric.sharpe')}>
              {metricText('sharpe', row.sharpe)}
            </td>
            <td class="num" data-label={t('metric.cagr')}>
              {metricText('cagr', row.cagr)}
            </td>
            <td class="num" data-label={t('metric.totalReturn')}>
              {metricText('totalReturn', row.totalReturn)}
            </td>
            <td class="num" data-label={t('metric.trades')}>
              {formatNumber(row.trades)}
            </td>
            <td class="num" data-label={t('backtest.sort.backtests')}>
              {formatNumber(row.backtests)}
            </td>
            <td data-label={t('backtest.market')}>{t(`backtest.market.${row.condition}`)}</td>
            <td>
              {player.value && (
                <button type="button" class="button small" data-testid="copy" onClick={() => void copy(row)}>
                  {t('backtest.copy')}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
