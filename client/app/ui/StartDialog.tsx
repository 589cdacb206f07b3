import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { fair } from '../store/player.ts';
import { showToast } from '../store/toasts.ts';
import { GuestForm } from './GuestForm.tsx';
import { Icon } from './Icon.tsx';
import { SignInForm } from './SignInForm.tsx';
import { SignUpForm } from './SignUpForm.tsx';

type Way = 'guest' | 'login' | 'signup';

/** What the dialog shows; null: it is closed. */
const open = signal<Way | null>(null);

/** Shows the ways to an account: nobody gets one by just looking. */
export function openStart(way: Way = 'guest'): void {
  open.value = way;
}

const close = (): void => {
  open.value = null;
};

export function StartDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = open.value !== null;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="start-title" onClose={close}>
      {open.value !== null && <Ways way={open.value} />}
    </dialog>
  );
}

function Ways({ way }: { way: Way }) {
  const title = { guest: t('start.title'), login: t('account.logIn'), signup: t('account.signUp') }[way];
  return (
    <div class="start">
      <div class="start-head">
        <h2 id="start-title">{title}</h2>
        <button type="button" class="icon-button" aria-label={t('app.close')} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {way === 'guest' && <GuestForm onDone={close} />}
      {way === 'login' && (
        <SignInForm onDone={({ nickname }) => entered(t('account.welcomeBack', { nickname }))} />
      )}
      {way === 'signup' && (
        <SignUpForm onDone={({ nickname }) => entered(t('account.signedUp', { nickname }))} />
      )}
      <p class="start-ways">
        <OtherWay way="guest" shown={way} text={t('account.asGuest')} />
        <OtherWay way="login" shown={way} text={t('account.haveOne')} />
        <OtherWay way="signup" shown={way} text={t('account.needOne')} />
      </p>
    </div>
  );
}

function OtherWay({ way, shown, text }: { way: Way; shown: Way; text: string }) {
  if (way === shown) return null;
  return (
    <button type="button" class="link-button" data-way={way} onClick={() => openStart(way)}>
      {text}
    </button>
  );
}

function entered(welcome: string): void {
  close();
  showToast('good', welcome);
  // The lobby will tell the balance, too.
  fair.me().catch(() => null);
}
