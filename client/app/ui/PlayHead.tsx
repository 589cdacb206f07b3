import type { ComponentChildren } from 'preact';
import { t } from '../i18n/i18n.ts';
import { Icon } from './Icon.tsx';
import { SoundToggle } from './SoundToggle.tsx';
import './play.css';

/** The top of a game's screen: the way back, its name, a link to its odds, and the sound. */
export function PlayHead({
  name,
  odds,
  children,
}: {
  name: string;
  odds: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="play-head">
      <a class="icon-button" href="/" aria-label={t('crash.back')}>
        <Icon name="back" />
      </a>
      <h1>{name}</h1>
      {children}
      <div class="play-head-end">
        <a class="button small" href={odds}>
          {t('play.odds')}
        </a>
        <SoundToggle />
      </div>
    </div>
  );
}
