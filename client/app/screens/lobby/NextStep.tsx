import { t } from '../../i18n/i18n.ts';
import { claimDaily, claimingDaily, nextDailyAtMs } from '../../store/daily.ts';
import { coins, player } from '../../store/player.ts';
import { openStart } from '../../ui/StartDialog.tsx';

/** Below this a player is reminded of the daily grant. */
const LOW_COINS = 1_000;

/** The one thing to do next: get an account, or pick a table; and the daily grant beside it. */
export function NextStep() {
  if (!player.value) {
    return (
      <section class="panel next-step">
        <div>
          <h2>{t('start.title')}</h2>
          <p class="muted">{t('start.body')}</p>
          <p class="hint">{t('start.watchInstead')}</p>
        </div>
        <button type="button" class="button primary" onClick={() => openStart()}>
          {t('start.open')}
        </button>
      </section>
    );
  }
  const broke = coins.value !== null && coins.value < LOW_COINS;
  return (
    <div class="next-steps">
      <section class={broke ? 'panel next-step' : 'panel next-step next-play'}>
        <div>
          <h2>{t('lobby.next')}</h2>
          <p class="muted">{t(broke ? 'lobby.nextBroke' : 'lobby.nextPlay')}</p>
        </div>
      </section>
      <DailyGrant />
    </div>
  );
}

function DailyGrant() {
  const claimed = nextDailyAtMs.value > Date.now();
  return (
    <section class="panel next-step">
      <div>
        <h2>{t('lobby.daily')}</h2>
        <p class="muted">{t('lobby.dailyBody')}</p>
      </div>
      <button
        type="button"
        class="button"
        disabled={claimed || claimingDaily.value}
        onClick={() => void claimDaily()}
      >
        {t(claimed ? 'lobby.dailyDone' : claimingDaily.value ? 'lobby.dailyClaiming' : 'lobby.dailyClaim')}
      </button>
    </section>
  );
}
