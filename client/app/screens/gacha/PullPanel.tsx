import { formatNumber, formatShortInstant, t } from '../../i18n/i18n.ts';
import { SessionEnd } from '../../ui/SessionEnd.tsx';
import type { GachaController } from './gachaController.ts';
import '../../ui/betPanel.css';

export function PullPanel({ controller }: { controller: GachaController }) {
  const ended = controller.ended.value;
  return (
    <section class="panel bet-panel">
      {!ended && (
        <>
          <Pity controller={controller} />
          <PullButton controller={controller} count={1} />
          <PullButton controller={controller} count={10} />
          <Daily controller={controller} />
        </>
      )}
      <SessionEnd controller={controller} />
    </section>
  );
}

function PullButton({ controller, count }: { controller: GachaController; count: 1 | 10 }) {
  const action = controller.action(count);
  const amount = formatNumber(controller.banner.costCoins[count]);
  return (
    <button
      type="button"
      class={`main-button pull-button ${count === 10 ? 'pull-ten' : ''}`}
      data-testid={`pull-${count}`}
      data-action={action}
      disabled={action !== 'pull' && action !== 'asking'}
      aria-busy={action === 'asking'}
      onClick={() => void controller.start(count)}
    >
      <span>{t(count === 1 ? 'gacha.pullOne' : 'gacha.pullTen')}</span>
      <small>{t(action === 'funds' ? 'gacha.funds' : 'wallet.coins', { amount })}</small>
    </button>
  );
}

function Pity({ controller }: { controller: GachaController }) {
  const standing = controller.standing.value;
  const pityAt = standing?.pityAt ?? controller.banner.pityAt;
  const known = controller.pity.value;
  const pity = known ?? 0;
  return (
    <div class="pity" data-testid="pity" data-pity={known ?? ''}>
      <div class="label-row">
        <span>{t('gacha.pity')}</span>
        <span>{known === null ? t('app.unknown') : `${formatNumber(pity)} / ${formatNumber(pityAt)}`}</span>
      </div>
      <div class="pity-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (pity / pityAt) * 100)}%` }} />
      </div>
      <span class="hint">{t('gacha.pityLeft', { count: formatNumber(Math.max(1, pityAt - pity)) })}</span>
    </div>
  );
}

function Daily({ controller }: { controller: GachaController }) {
  const standing = controller.standing.value;
  if (!standing) return <p class="note">{t('crash.wait')}</p>;
  const { dailyRemaining, dailyLimit, dailyResetsAtMs } = standing;
  return (
    <p class="note" data-testid="daily" data-remaining={dailyRemaining}>
      {t('gacha.daily', { left: formatNumber(dailyRemaining), limit: formatNumber(dailyLimit) })}
      <br />
      <span class="hint">{t('gacha.resets', { at: formatShortInstant(dailyResetsAtMs) })}</span>
    </p>
  );
}
