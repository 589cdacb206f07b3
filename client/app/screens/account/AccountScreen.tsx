import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LoginSession } from '../../../sdk/index.ts';
import { FairgroundError } from '../../../sdk/index.ts';
import { errorText, t } from '../../i18n/i18n.ts';
import { fair, player } from '../../store/player.ts';
import { showToast } from '../../store/toasts.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { focusMain } from '../../ui/focusMain.ts';
import { SignUpForm } from '../../ui/SignUpForm.tsx';
import { openStart } from '../../ui/StartDialog.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { DataPanel } from './DataPanel.tsx';
import { LimitsPanel } from './LimitsPanel.tsx';
import { SessionList } from './SessionList.tsx';
import './account.css';

/** @param part what to begin with */
export default function AccountScreen({ part }: { part: 'limits' | null }) {
  useTitle(t('account.title'));
  const me = player.value;
  return (
    <div class="page narrow account">
      <h1>{me ? me.nickname : t('account.title')}</h1>
      {me ? (
        <SignedIn key={me.id} part={part} />
      ) : (
        <section class="panel">
          <EmptyState text={t('account.spectator')}>
            <div class="account-ways">
              <button type="button" class="button primary" onClick={() => openStart('login')}>
                {t('account.logIn')}
              </button>
              <button type="button" class="button" onClick={() => openStart()}>
                {t('start.open')}
              </button>
            </div>
          </EmptyState>
        </section>
      )}
    </div>
  );
}

function SignedIn({ part }: { part: 'limits' | null }) {
  const registered = useSignal<boolean | null>(null);
  const sessions = useSignal<LoginSession[]>([]);

  async function load(): Promise<void> {
    try {
      const known = await fair.account.sessions();
      sessions.value = known.items;
      registered.value = known.registered;
    } catch (error) {
      if (error instanceof FairgroundError) showToast('bad', errorText(error));
    }
  }
  useEffect(() => {
    void load();
  }, []);

  if (registered.value === null) return <p class="muted">{t('app.loading')}</p>;
  return (
    <>
      {!registered.value && (
        <section class="panel">
          <h2>{t('account.signUp')}</h2>
          <p class="muted">{t('account.guest')}</p>
          <SignUpForm
            onDone={({ nickname }) => {
              showToast('good', t('account.signedUp', { nickname }));
              // The form goes, and the focus with it.
              focusMain();
              void load();
            }}
          />
        </section>
      )}
      <SessionList sessions={sessions.value} registered={registered.value} onChange={load} />
      <LimitsPanel isAsked={part === 'limits'} />
      <DataPanel registered={registered.value} />
    </>
  );
}
