import type { ReturnWatch } from '../../../../sdk/index.ts';
import { formatNumber, formatPercent, t } from '../../../i18n/i18n.ts';
import { variantName } from '../../history/gameNames.ts';
import { ask } from '../act/ActDialog.tsx';
import { admin } from '../operator.ts';
import { allowed } from '../standing.ts';
import { When } from '../When.tsx';
import { Band } from './Band.tsx';

/** What each game has paid back, beside what it should, and whether the difference can still be chance. */
export function Returns({ returns, again }: { returns: readonly ReturnWatch[]; again(): void }) {
  if (returns.length === 0) return <p class="empty">{t('admin.returns.none')}</p>;
  return (
    <div class="table-scroll">
      <table class="table cards" data-testid="returns">
        <thead>
          <tr>
            <th>{t('admin.returns.game')}</th>
            <th class="num">{t('admin.returns.games')}</th>
            <th class="num">{t('admin.returns.observed')}</th>
            <th class="num">{t('admin.returns.expected')}</th>
            <th>{t('admin.returns.bandHead')}</th>
            <th>{t('admin.returns.state')}</th>
          </tr>
        </thead>
        <tbody>
          {returns.map((watch) => (
            <tr key={`${watch.game} ${watch.variant} ${watch.measure}`}>
              <td class="what">{nameOf(watch)}</td>
              <td class="num" data-label={t('admin.returns.games')}>
                {formatNumber(watch.games)}
              </td>
              <td class="num" data-label={t('admin.returns.observed')}>
                {formatPercent(watch.observed * 100)}
              </td>
              <td class="num" data-label={t('admin.returns.expected')}>
                {formatPercent(watch.expected * 100)}
              </td>
              <td data-label={t('admin.returns.bandHead')}>
                <Band range={watch} />
              </td>
              <td data-label={t('admin.returns.state')}>
                <State watch={watch} again={again} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{t('admin.returns.what')}</p>
    </div>
  );
}

function State({ watch, again }: { watch: ReturnWatch; again(): void }) {
  const name = nameOf(watch);
  const restart = () =>
    ask({
      title: t('admin.returns.restart'),
      what: t('admin.returns.restartWhat', { name }),
      confirm: t('admin.returns.restart'),
      run: (reason) => admin.restartReturn(watch.game, watch.variant, reason),
      done: t('admin.returns.restarted', { name }),
      after: again,
    });
  return (
    <div class="admin-state">
      {watch.alarmedAtMs === null ? (
        <span class="badge badge-good">{t('admin.returns.fine')}</span>
      ) : (
        <span class="badge badge-bad">
          {t('admin.returns.alarm')} <When atMs={watch.alarmedAtMs} />
        </span>
      )}
      <span class="hint">{t('admin.returns.p', { p: chance(watch.pValue) })}</span>
      {watch.alarmedAtMs !== null && allowed('restartReturns') && (
        <button type="button" class="link-button" onClick={restart}>
          {t('admin.returns.restart')}
        </button>
      )}
    </div>
  );
}

function nameOf({ game, variant, measure }: ReturnWatch): string {
  const name = variantName(game, variant);
  const whole = game === 'crash' ? `${t('game.crash')} · ${name}` : name;
  return measure === 'epicRate' ? t('admin.returns.epicRate', { name: whole }) : whole;
}

function chance(p: number): string {
  return p >= 0.001 ? p.toFixed(3) : p.toExponential(1);
}
