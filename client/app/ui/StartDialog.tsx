import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { fair } from '../store/player.ts';
import { showToast } from '../store/toasts.ts';
import { focusMain } from './focusMain.ts';
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

/** Somebody came in by it: what opened the dialog is gone by then, and can't have the focus back. */
let hasEntered = false;

const close = (): void => {
  open.value = null;
};

function closed(): void {
  close();
  if (hasEntered) focusMain();
  hasEntered = false;
}

export function StartDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const way = open.value;
  useEffect(() => {
    if (way === null) {
      dialog.current?.close();
      return;
    }
    if (!dialog.current?.open) dialog.current?.showModal();
    // Left alone, a dialog begins with its button that closes it; and the link to this way is gone. A nickname need not be typed: on
    // a phone it would bring the keyboard up over what must be ticked.
    const tickFirst = way === 'guest' && matchMedia('(pointer: coarse)').matches;
    dialog.current?.querySelector<HTMLElement>(tickFirst ? '[type=checkbox]' : 'input')?.focus();
  }, [way]);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="start-title" onClose={closed}>
      {way !== null && <Ways way={way} />}
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
      {way === 'guest' && <GuestForm onDone={enter} />}
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

function enter(): void {
  hasEntered = true;
  close();
}

function entered(welcome: string): void {
  enter();
  showToast('good', welcome);
  // The lobby will tell the balance, too.
  fair.me().catch(() => null);
}
