import { formatNumber, formatSigned, t } from '../../i18n/i18n.ts';
import type { SlotsController } from './slotsController.ts';

/** The spins of this visit, newest first; each leads to its recall. */
export function LastSpins({ controller }: { controller: SlotsController }) {
  const last = controller.last.value;
  return (
    <section class="panel">
      <h2>{t('slots.last')}</h2>
      {last.length === 0 ? (
        <p class="empty last-games">{t('slots.lastNone')}</p>
      ) : (
        <ul class="chips last-games">
          {last.map(({ gameId, nonce, winCoins, betCoins }) => (
            <li key={gameId}>
              <a
                class={`chip ${winCoins > betCoins ? 'chip-good' : ''}`}
                href={`/history/${gameId}`}
                aria-label={t('slots.lastSpin', {
                  nonce,
                  bet: formatNumber(betCoins),
                  win: formatNumber(winCoins),
                })}
              >
                {formatSigned(winCoins - betCoins)}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
