import type { MessageKey } from '../i18n/en.ts';
import { t } from '../i18n/i18n.ts';
import { route } from '../router.ts';
import { Icon, type IconName } from './Icon.tsx';

const ENTRIES: { path: string; screens: string[]; label: MessageKey; icon: IconName }[] = [
  {
    path: '/',
    screens: ['lobby', 'crash', 'slots', 'gacha', 'rps', 'match'],
    label: 'nav.lobby',
    icon: 'tables',
  },
  {
    path: '/backtest',
    screens: ['backtest', 'backtestRun', 'backtestCompare', 'leaderboard'],
    label: 'nav.backtest',
    icon: 'backtest',
  },
  { path: '/odds', screens: ['odds'], label: 'nav.odds', icon: 'odds' },
  { path: '/history', screens: ['history', 'game'], label: 'nav.history', icon: 'history' },
  { path: '/verify', screens: ['verify', 'played'], label: 'nav.verify', icon: 'verify' },
  { path: '/about', screens: ['about'], label: 'nav.about', icon: 'about' },
];

/** The same links in the header of a wide window and at the bottom of a narrow one; CSS shows one of them. */
export function Navigation({ placement }: { placement: 'top' | 'bottom' }) {
  return (
    <nav class={`nav nav-${placement}`} aria-label={t('nav.label')}>
      {ENTRIES.map(({ path, screens, label, icon }) => (
        <a
          key={path}
          href={path}
          class="nav-link"
          aria-current={screens.includes(route.value.screen) ? 'page' : undefined}
        >
          <Icon name={icon} />
          <span>{t(label)}</span>
        </a>
      ))}
    </nav>
  );
}
