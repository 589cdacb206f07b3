import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { may } from '../../../domain/identity/permissions.ts';
import { chooseLanguage, formatNumber, LANGUAGES, language, t } from '../i18n/i18n.ts';
import { route } from '../router.ts';
import { coins, player } from '../store/player.ts';
import { ConnectionLight } from './ConnectionLight.tsx';
import { Icon } from './Icon.tsx';
import { Navigation } from './Navigation.tsx';
import { PlayStatus } from './PlayStatus.tsx';
import { openStart } from './StartDialog.tsx';

export function Header() {
  return (
    <header class="header">
      <a class="brand" href="/" aria-label={t('app.name')}>
        <img src="/favicon.svg" alt="" width="28" height="28" />
        <span class="brand-name">{t('app.name')}</span>
      </a>
      <Navigation placement="top" />
      <div class="header-end">
        {may(player.value?.role ?? 'spectator', 'seeOverview') && (
          <a
            class="nav-link nav-staff"
            href="/admin"
            title={t('nav.admin')}
            aria-current={route.value.screen === 'admin' ? 'page' : undefined}
          >
            <Icon name="staff" />
            <span class="nav-staff-name">{t('nav.admin')}</span>
          </a>
        )}
        <LanguageSwitch />
        <ConnectionLight />
        <PlayStatus />
        <Wallet />
      </div>
    </header>
  );
}

function LanguageSwitch() {
  return (
    <fieldset class="language">
      <legend class="visually-hidden">{t('language.label')}</legend>
      {LANGUAGES.map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          class="language-option"
          aria-pressed={language.value === code}
          onClick={() => void chooseLanguage(code)}
        >
          {code.toUpperCase()}
          <span class="visually-hidden"> {t(`language.${code}`)}</span>
        </button>
      ))}
    </fieldset>
  );
}

function Wallet() {
  const amount = coins.value;
  const change = useChange(amount);
  if (!player.value) {
    return (
      <button type="button" class="button small primary" onClick={() => openStart()}>
        {t('start.open')}
      </button>
    );
  }
  return (
    <a class={`wallet ${change}`} href="/account" title={t('account.open')}>
      <Icon name="wallet" size={18} />
      <span class="visually-hidden">{t('wallet.label')}</span>
      <span class="wallet-amount" data-testid="balance" data-coins={amount ?? ''}>
        {amount === null ? t('app.unknown') : formatNumber(amount)}
      </span>
      <span class="visually-hidden">{t('account.open')}</span>
    </a>
  );
}

const CHANGE_SHOWN_MS = 900;

/** `rose` or `fell` for a moment after the amount has changed. */
function useChange(amount: number | null): string {
  const shown = useSignal<{ amount: number | null; change: string }>({ amount, change: '' });
  useEffect(() => {
    const before = shown.value.amount;
    if (amount === before) return;
    const change = before === null || amount === null ? '' : amount > before ? 'rose' : 'fell';
    shown.value = { amount, change };
    const timer = setTimeout(() => {
      shown.value = { amount, change: '' };
    }, CHANGE_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [amount]);
  return shown.value.change;
}
