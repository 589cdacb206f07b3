import type { FairgroundError } from '../../../sdk/index.ts';
import { t } from '../../i18n/i18n.ts';
import { refusalText } from './act/problem.ts';

/** What the server would not tell, and a way to ask again. */
export function Problem({ error, again }: { error: FairgroundError; again(): void }) {
  return (
    <p class="field-error" role="alert">
      {refusalText(error)}{' '}
      <button type="button" class="link-button" onClick={again}>
        {t('app.retry')}
      </button>
    </p>
  );
}
