import { formatMultiplier, formatNumber, t } from '../../i18n/i18n.ts';
import { bustClass } from '../../ui/bustClass.ts';
import type { TableController } from './tableController.ts';

/** The busts of the last rounds, newest first; each leads to its verification. */
export function LastBusts({ controller }: { controller: TableController }) {
  const busts = controller.state.value?.lastBusts ?? [];
  return (
    <nav class="busts" aria-label={t('crash.lastBusts')}>
      {busts.map(({ game, bustHundredths }) => {
        const at = formatMultiplier(bustHundredths);
        return (
          <a
            key={game}
            class={`bust ${bustClass(bustHundredths)}`}
            href={`/verify/${encodeURIComponent(controller.table)}/${game}`}
            aria-label={t('crash.verifyRound', { game: formatNumber(game), at })}
          >
            {at}
          </a>
        );
      })}
      {busts.length === 0 && <span class="bust bust-none">{t('app.unknown')}</span>}
    </nav>
  );
}
