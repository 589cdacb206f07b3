import type { ReturnWatch } from '../../../../sdk/index.ts';
import { formatNumber, formatPercent, t } from '../../../i18n/i18n.ts';
import { variantName } from '../../history/gameNames.ts';
import { ask } from '../act/ActDialog.tsx';
import { admin } from '../operator.ts';
import { allowed } from '../standing.ts';
import { When } from '../When.tsx';
import { Band } from './Band.tsx';

/**
 * From here on a row is judged. The band is that of a normal distribution, by the spread of what came up: what comes up
 * once in fifty games (an Epic, a large win) must have come up some twenty times before that says anything. Without a
 * single one it would be "0 % to 0 %". An alarm is no matter of this: its evidence holds for any number of games.
 */
const LEAST_GAMES = 1_000;

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
                {isFew(watch) ? t('app.unknown') : <Band range={watch} />}
              </td>
              <td data-label={t('admin.returns.state')}>
                <State watch={watch} again={again} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{t('admin.returns.what', { least: formatNumber(LEAST_GAMES) })}</p>
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
      <Judgement watch={watch} />
      {watch.alarmedAtMs !== null && allowed('restartReturns') && (
        <button type="button" class="link-button" onClick={restart}>
          {t('admin.returns.restart')}
        </button>
      )}
    </div>
  );
}

function Judgement({ watch }: { watch: ReturnWatch }) {
  const { alarmedAtMs, pValue } = watch;
  if (alarmedAtMs === null && isFew(watch)) {
    return <span class="badge badge-plain">{t('admin.returns.few')}</span>;
  }
  return (
    <>
      {alarmedAtMs === null ? (
        <span class="badge badge-good">{t('admin.returns.fine')}</span>
      ) : (
        <span class="badge badge-bad">
          {t('admin.returns.alarm')} <When atMs={alarmedAtMs} />
        </span>
      )}
      <span class="hint">{t('admin.returns.p', { p: chance(pValue) })}</span>
    </>
  );
}

function isFew({ games }: ReturnWatch): boolean {
  return games < LEAST_GAMES;
}

function nameOf({ game, variant, measure }: ReturnWatch): string {
  const name = variantName(game, variant);
  const whole = game === 'crash' ? `${t('game.crash')} · ${name}` : name;
  return measure === 'epicRate' ? t('admin.returns.epicRate', { name: whole }) : whole;
}

function chance(p: number): string {
  return p >= 0.001 ? p.toFixed(3) : p.toExponential(1);
}
