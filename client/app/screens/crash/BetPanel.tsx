import type { ComponentChildren } from 'preact';
import { formatMultiplier, formatNumber, t } from '../../i18n/i18n.ts';
import { FairBadge } from '../../ui/FairBadge.tsx';
import { openStart } from '../../ui/StartDialog.tsx';
import { openBet } from './action.ts';
import { MainButton } from './MainButton.tsx';
import type { TableController } from './tableController.ts';
import '../../ui/betPanel.css';

const QUICK_AUTOS = ['1.5', '2', '5', '10'];

export function BetPanel({ controller }: { controller: TableController }) {
  // Enter in a field bets; it never takes a bet back and never cashes out.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const { kind } = controller.action.value;
    if (kind === 'bet' || kind === 'betNext') controller.toggleBet();
  };
  return (
    <form class="panel bet-panel" onKeyDown={onKeyDown} noValidate>
      <StakeField controller={controller} />
      <AutoField controller={controller} />
      <MainButton controller={controller} onStart={openStart} />
      <Note controller={controller} />
    </form>
  );
}

function StakeField({ controller }: { controller: TableController }) {
  const { minBetCoins, maxBetCoins } = controller.limits.value;
  const locked = controller.locked.value;
  const problem = controller.problem.value;
  const wrong = problem === 'stake' || problem === 'funds';
  const limits = { min: formatNumber(minBetCoins), max: formatNumber(maxBetCoins) };
  return (
    <div class="field">
      <label class="field-label" for="stake">
        {t('crash.stake')}
      </label>
      <div class="field-row">
        <input
          id="stake"
          class="input"
          inputMode="numeric"
          autocomplete="off"
          value={controller.draft.value.stake}
          readOnly={locked}
          aria-invalid={wrong}
          aria-describedby="stake-hint"
          onInput={(event) => controller.edit({ stake: event.currentTarget.value })}
        />
        <div class="quick">
          {(['half', 'double', 'min', 'max'] as const).map((how) => (
            <button
              key={how}
              type="button"
              class="quick-button"
              aria-disabled={locked}
              onClick={() => controller.adjustStake(how)}
            >
              {t(
                (
                  {
                    half: 'crash.stakeHalf',
                    double: 'crash.stakeDouble',
                    min: 'crash.stakeMin',
                    max: 'crash.stakeMax',
                  } as const
                )[how],
              )}
            </button>
          ))}
        </div>
      </div>
      <Hint id="stake-hint" wrong={wrong}>
        {problem === 'stake' && t('crash.stakeInvalid', limits)}
        {problem === 'funds' && t('crash.stakeFunds')}
        {!wrong && t('crash.limits', limits)}
      </Hint>
    </div>
  );
}

function AutoField({ controller }: { controller: TableController }) {
  const locked = controller.locked.value;
  const wrong = controller.problem.value === 'auto';
  return (
    <div class="field">
      <label class="field-label" for="auto">
        {t('crash.auto')}
      </label>
      <div class="field-row">
        <input
          id="auto"
          class="input"
          inputMode="decimal"
          autocomplete="off"
          placeholder={t('crash.autoOff')}
          value={controller.draft.value.auto}
          readOnly={locked}
          aria-invalid={wrong}
          aria-describedby="auto-hint"
          onInput={(event) => controller.edit({ auto: event.currentTarget.value })}
        />
        <div class="quick">
          {QUICK_AUTOS.map((auto) => (
            <button
              key={auto}
              type="button"
              class="quick-button"
              aria-disabled={locked}
              aria-pressed={controller.draft.value.auto === auto}
              onClick={() => controller.edit({ auto: controller.draft.value.auto === auto ? '' : auto })}
            >
              {`${auto}×`}
            </button>
          ))}
        </div>
      </div>
      <Hint id="auto-hint" wrong={wrong}>
        {t(wrong ? 'crash.autoInvalid' : 'crash.autoHint')}
      </Hint>
    </div>
  );
}

/** What the field takes, or, in its place, what is wrong with what it has: nothing below it moves. */
function Hint({ id, wrong, children }: { id: string; wrong: boolean; children: ComponentChildren }) {
  return (
    <span class={wrong ? 'field-error' : 'hint'} id={id} role={wrong ? 'alert' : undefined}>
      {children}
    </span>
  );
}

/** How one's own bet stands, under the button. An amount won is here only once the server has said it. */
function Note({ controller }: { controller: TableController }) {
  return (
    <p class="note" data-testid="note">
      {noteText(controller)}
    </p>
  );
}

function noteText(controller: TableController) {
  const state = controller.state.value;
  const own = controller.ownBet.value;
  const queued = controller.queued.value;
  if (controller.seat.spectator) return t('crash.noteWatching');
  const open = openBet({ state, ownBet: own });
  const at = open?.autoCashoutHundredths ? formatMultiplier(open.autoCashoutHundredths) : null;
  if (controller.status.value.state !== 'live') {
    if (!open) return t('crash.noteReconnecting');
    return at ? t('crash.noteAwayAuto', { at }) : t('crash.noteAway');
  }
  if (open) {
    const amount = formatNumber(open.amountCoins);
    if (state?.phase === 'flying') {
      return at ? t('crash.noteFlyingAuto', { amount, at }) : t('crash.noteFlying', { amount });
    }
    return at ? t('crash.noteOpenAuto', { amount, at }) : t('crash.noteOpen', { amount });
  }
  if (queued) return t('crash.noteQueued', { amount: formatNumber(queued.amountCoins) });
  if (!own || own.game !== state?.game) return invitation(controller);
  // A round can be verified once it has settled.
  const settled = state.phase === 'settled';
  const badge = (
    <FairBadge
      path={`/verify/${encodeURIComponent(controller.table)}/${own.game}`}
      title={t('crash.round', { game: formatNumber(own.game) })}
    />
  );
  if (own.state === 'cashed' && own.cashout) {
    const { atHundredths, payoutCoins } = own.cashout;
    return (
      <strong class="good">
        {t('crash.noteCashed', { at: formatMultiplier(atHundredths), amount: formatNumber(payoutCoins) })}
        {settled && badge}
      </strong>
    );
  }
  if (own.state === 'lost') {
    return (
      <span class="bad">
        {t('crash.noteLost', { amount: formatNumber(own.amountCoins) })}
        {badge}
      </span>
    );
  }
  return own.state === 'cancelled' ? t('crash.noteCancelled') : '';
}

function invitation(controller: TableController): string {
  const { kind } = controller.action.value;
  if (kind === 'bet') return t('crash.noteBet');
  return kind === 'betNext' ? t('crash.noteClosed') : '';
}
