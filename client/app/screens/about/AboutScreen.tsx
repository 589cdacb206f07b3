import type { MessageKey } from '../../i18n/en.ts';
import { t } from '../../i18n/i18n.ts';
import { shortcutsOn, turnShortcuts } from '../../store/shortcuts.ts';
import { useTitle } from '../../ui/useTitle.ts';
import './about.css';

const SECTIONS: [MessageKey, MessageKey][] = [
  ['about.chainTitle', 'about.chain'],
  ['about.bookTitle', 'about.book'],
  ['about.receiptTitle', 'about.receipt'],
  ['about.pairTitle', 'about.pair'],
  ['about.edgeTitle', 'about.edge'],
  ['about.outageTitle', 'about.outage'],
  ['about.moneyTitle', 'about.money'],
];

const KEYS: [string, MessageKey][] = [
  ['B', 'about.keyBet'],
  ['C', 'about.keyCashout'],
  ['H', 'about.keyHalf'],
  ['D', 'about.keyDouble'],
  ['Space', 'about.keySpin'],
];

export default function AboutScreen() {
  useTitle(t('nav.about'));
  return (
    <div class="page narrow about">
      <h1>{t('about.title')}</h1>
      <div class="about-sections">
        {SECTIONS.map(([title, body]) => (
          <section class="panel" key={title}>
            <h2>{t(title)}</h2>
            <p class="muted">{t(body)}</p>
          </section>
        ))}
      </div>
      <a class="button primary about-verify" href="/verify">
        {t('about.verifyLink')}
      </a>
      <section class="panel">
        <h2>{t('about.keysTitle')}</h2>
        <p class="muted">{t('about.keysIntro')}</p>
        <dl class="keys">
          {KEYS.map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(what)}</dd>
            </div>
          ))}
        </dl>
        <label class="check">
          <input
            type="checkbox"
            checked={shortcutsOn.value}
            onChange={(event) => turnShortcuts(event.currentTarget.checked)}
          />
          <span>{t('about.keysToggle')}</span>
        </label>
      </section>
    </div>
  );
}
