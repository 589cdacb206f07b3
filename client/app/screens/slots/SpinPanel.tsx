import { formatNumber, formatPercent, t } from '../../i18n/i18n.ts';
import { SessionEnd } from '../../ui/SessionEnd.tsx';
import { StakeStepper } from '../../ui/StakeStepper.tsx';
import type { SlotsController, SpinAction } from './slotsController.ts';
import '../../ui/betPanel.css';

export function SpinPanel({ controller }: { controller: SlotsController }) {
  const action = controller.action.value;
  const ended = controller.ended.value;
  return (
    <section class="panel bet-panel">
      {!ended && (
        <>
          <StakeStepper
            steps={controller.machine.betSteps}
            value={controller.betCoins.value}
            onChange={(betCoins) => controller.chooseBet(betCoins)}
          />
          <Streak controller={controller} />
          <button
            type="button"
            class={`main-button ${action === 'skip' ? 'main-betNext' : ''}`}
            data-testid="main-button"
            data-action={action}
            disabled={action === 'funds' || action === 'unavailable'}
            aria-keyshortcuts="Space"
            aria-busy={action === 'asking'}
            onClick={() => controller.press()}
          >
            {label(action, formatNumber(controller.betCoins.value))}
          </button>
          <p class="note space-hint">{t('slots.spaceHint')}</p>
        </>
      )}
      <SessionEnd controller={controller} />
    </section>
  );
}

function label(action: SpinAction, amount: string): string {
  switch (action) {
    case 'spin':
      return t('slots.spin', { amount });
    case 'asking':
      return t('slots.spinning');
    case 'skip':
      return t('play.skip');
    case 'funds':
      return t('crash.stakeFunds');
    case 'unavailable':
      return t('crash.wait');
  }
}

/** Wins in a row at this stake, and what the next win gets for them; only on machines that have it. */
function Streak({ controller }: { controller: SlotsController }) {
  const { machine } = controller;
  if (machine.kind !== 'weighted' || machine.streak.mostHundredths === 0) return null;
  const { perWinHundredths, mostHundredths } = machine.streak;
  const steps = Math.ceil(mostHundredths / perWinHundredths);
  const streak = controller.streak.value;
  const bonus = Math.min(mostHundredths, streak * perWinHundredths);
  return (
    <div class="streak" data-testid="streak" data-streak={streak}>
      <div class="label-row">
        <span>{t('slots.streak', { count: streak })}</span>
        <span class={bonus > 0 ? 'good' : 'muted'}>
          {t('slots.nextBonus', { percent: formatPercent(bonus) })}
        </span>
      </div>
      <div class="streak-bar" aria-hidden="true">
        {Array.from({ length: steps }, (_, step) => (
          <span class={step < streak ? 'streak-on' : ''} key={step} />
        ))}
      </div>
      <span class="hint">{t('slots.streakHint')}</span>
    </div>
  );
}
