import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { FairgroundError, type RealityCheck } from '../../sdk/index.ts';
import {
  errorText,
  formatDuration,
  formatNumber,
  formatShortInstant,
  formatSigned,
  t,
} from '../i18n/i18n.ts';
import { navigate } from '../router.ts';
import { fair } from '../store/player.ts';
import { answerCheck, realityCheck } from '../store/playSession.ts';
import { showToast } from '../store/toasts.ts';
import { Fact } from './Fact.tsx';

const BREAK_HOURS = 1;

/** After each hour of play, once nothing is under way: how it went, and whether to go on. */
export function RealityCheckDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const check = realityCheck.value;
  useEffect(() => {
    if (check) dialog.current?.showModal();
    else dialog.current?.close();
  }, [check]);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="reality-title"
      onClose={answerCheck}
      data-testid="reality"
    >
      {check && <Check check={check} />}
    </dialog>
  );
}

function Check({ check }: { check: RealityCheck }) {
  const busy = useSignal(false);

  async function takeBreak(): Promise<void> {
    busy.value = true;
    try {
      const { pausedUntilMs } = await fair.limits.pause(BREAK_HOURS);
      showToast('info', t('limits.pausedUntil', { at: formatShortInstant(pausedUntilMs!) }));
    } catch (error) {
      // A longer break stands already, or the server is away: then nothing can be staked either.
      if (error instanceof FairgroundError && error.code !== 'invalid_request')
        showToast('bad', errorText(error));
    }
    leave();
  }

  function leave(): void {
    answerCheck();
    navigate('/');
  }

  return (
    <div class="form-stack">
      {/* The focus is on no answer: a key that was meant for the game gives none. */}
      <h2 id="reality-title" tabIndex={-1} autofocus>
        {t('reality.title', { time: formatDuration(check.playedMs) })}
      </h2>
      <p class="muted">{t('reality.what')}</p>
      <dl class="facts">
        <Fact label={t('reality.staked')} value={formatNumber(check.stakedCoins)} />
        <Fact label={t('reality.paid')} value={formatNumber(check.paidCoins)} />
        <Fact label={t('reality.result')} value={formatSigned(check.netCoins)} />
      </dl>
      <div class="reality-answers">
        <button type="button" class="button" data-answer="stop" onClick={leave}>
          {t('reality.stop')}
        </button>
        <button type="button" class="button" data-answer="break" disabled={busy.value} onClick={takeBreak}>
          {t('reality.break')}
        </button>
        <button type="button" class="button" data-answer="keep" onClick={answerCheck}>
          {t('reality.keep')}
        </button>
      </div>
    </div>
  );
}
