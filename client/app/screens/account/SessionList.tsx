import { useSignal } from '@preact/signals';
import { FairgroundError, type LoginSession } from '../../../sdk/index.ts';
import { errorText, formatShortInstant, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { showToast } from '../../store/toasts.ts';
import { deviceOf } from './device.ts';

interface SessionListProps {
  sessions: LoginSession[];
  /** False for a guest, who can't come back. */
  registered: boolean;
  onChange(): Promise<void>;
}

/** Where one is signed in, and the ways out. */
export function SessionList({ sessions, registered, onChange }: SessionListProps) {
  const busy = useSignal(false);

  async function act(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      await work();
    } catch (error) {
      if (error instanceof FairgroundError) showToast('bad', errorText(error));
    } finally {
      busy.value = false;
    }
  }

  return (
    <section class="panel">
      <h2>{t('account.sessions')}</h2>
      <ul class="account-sessions" data-testid="sessions">
        {sessions.map((session) => (
          <li key={session.sessionId}>
            <div>
              <strong>{deviceOf(session.userAgent)}</strong>
              <p class="hint">
                {session.current
                  ? t('account.thisDevice')
                  : t('account.lastUsed', { when: formatShortInstant(session.lastUsedAtMs) })}
              </p>
            </div>
            {!session.current && (
              <button
                type="button"
                class="button small"
                disabled={busy.value}
                onClick={() =>
                  act(async () => {
                    await fair.account.endSession(session.sessionId);
                    await onChange();
                  })
                }
              >
                {t('account.end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {!registered && <p class="hint">{t('account.guestLogOut')}</p>}
      <div class="account-actions">
        <button type="button" class="button" disabled={busy.value} onClick={() => act(() => fair.logout())}>
          {t('account.logOut')}
        </button>
        <button
          type="button"
          class="button"
          data-testid="logout-everywhere"
          disabled={busy.value}
          onClick={() => act(() => fair.account.logoutEverywhere())}
        >
          {t('account.logOutEverywhere')}
        </button>
      </div>
    </section>
  );
}
