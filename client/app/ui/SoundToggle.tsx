import { t } from '../i18n/i18n.ts';
import { soundOn, turnSound } from '../store/sound.ts';
import { Icon } from './Icon.tsx';

export function SoundToggle() {
  return (
    <button
      type="button"
      class="icon-button"
      aria-pressed={soundOn.value}
      aria-label={t('play.sound')}
      title={t(soundOn.value ? 'play.soundOn' : 'play.soundOff')}
      onClick={() => turnSound(!soundOn.value)}
    >
      <Icon name={soundOn.value ? 'soundOn' : 'soundOff'} />
    </button>
  );
}
