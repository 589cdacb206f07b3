import type { TransferLine } from '../../../../domain/games/records.ts';
import { formatInstant, formatNumber, formatShortInstant, formatSigned, t, tMaybe } from '../../i18n/i18n.ts';

export function TransferTable({ lines }: { lines: readonly TransferLine[] }) {
  return (
    <table class="table cards">
      <thead>
        <tr>
          <th>{t('history.when')}</th>
          <th>{t('history.kind')}</th>
          <th class="num">{t('history.amount')}</th>
          <th class="num">{t('history.balance')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <td class="when" data-label={t('history.when')}>
              <time dateTime={new Date(line.atMs).toISOString()} title={formatInstant(line.atMs)}>
                {formatShortInstant(line.atMs)}
              </time>
            </td>
            <td class="what">{tMaybe(`kind.${line.kind}`) ?? line.kind}</td>
            <td class={`num ${line.amountCoins > 0 ? 'good' : ''}`} data-label={t('history.amount')}>
              {`${formatSigned(line.amountCoins)} ${tMaybe(`currency.${line.currency}`) ?? line.currency}`}
            </td>
            <td class="num" data-label={t('history.balance')}>
              {formatNumber(line.balanceAfterCoins)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
