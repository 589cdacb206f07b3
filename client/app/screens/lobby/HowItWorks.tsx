import { t } from '../../i18n/i18n.ts';

const STEPS = [
  ['lobby.how1', 'lobby.how1Body'],
  ['lobby.how2', 'lobby.how2Body'],
  ['lobby.how3', 'lobby.how3Body'],
] as const;

/** The game in three steps, for those who see it for the first time. */
export function HowItWorks() {
  return (
    <section class="how" aria-labelledby="how-title">
      <h2 id="how-title">{t('lobby.how')}</h2>
      <ol class="how-steps">
        {STEPS.map(([title, body]) => (
          <li key={title}>
            <h3>{t(title)}</h3>
            <p class="muted">{t(body)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
