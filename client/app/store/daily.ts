import { effect, signal } from '@preact/signals';
import { FairgroundError } from '../../sdk/index.ts';
import { errorText, t } from '../i18n/i18n.ts';
import { fair, player } from './player.ts';
import { askPlaySession } from './playSession.ts';
import { readSetting, writeSetting } from './settings.ts';
import { showToast } from './toasts.ts';

/** When the signed-in player can claim the next daily grant; 0 when now, as far as we know. */
export const nextDailyAtMs = signal(0);
export const claimingDaily = signal(false);

effect(() => {
  const id = player.value?.id;
  nextDailyAtMs.value = id ? Number(readSetting(`daily.${id}`) ?? 0) : 0;
});

export async function claimDaily(): Promise<void> {
  const id = player.value?.id;
  if (!id || claimingDaily.value) return;
  claimingDaily.value = true;
  try {
    const { nextAtMs } = await fair.daily();
    remember(id, nextAtMs);
    void askPlaySession();
    showToast('good', t('lobby.dailyThanks'));
  } catch (error) {
    const refusal = error instanceof FairgroundError ? error : new FairgroundError('internal');
    const { nextAtMs } = refusal.details;
    if (refusal.code === 'already_claimed' && typeof nextAtMs === 'number') remember(id, nextAtMs);
    showToast('bad', errorText(refusal));
  } finally {
    claimingDaily.value = false;
  }
}

function remember(id: string, nextAtMs: number): void {
  nextDailyAtMs.value = nextAtMs;
  writeSetting(`daily.${id}`, String(nextAtMs));
}
