import { t } from '../i18n/i18n.ts';

interface NowhereProps {
  /** Why there is nothing to be seen here. */
  text: string;
  /** Where asking again may help. */
  onRetry?: (() => void) | undefined;
}

/** In place of a screen that there is not, or that one is not let into. */
export function Nowhere({ text, onRetry }: NowhereProps) {
  return (
    <section class="page narrow nowhere">
      <h1>{text}</h1>
      {onRetry ? (
        <button type="button" class="button" onClick={onRetry}>
          {t('app.retry')}
        </button>
      ) : (
        <a class="button" href="/">
          {t('crash.back')}
        </a>
      )}
    </section>
  );
}
