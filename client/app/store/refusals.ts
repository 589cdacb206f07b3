import type { FairgroundError } from '../../sdk/index.ts';
import { errorText, t } from '../i18n/i18n.ts';
import { showToast } from './toasts.ts';

/** A refusal in the words of the language in force; one by the player's own limit leads to where that is set. */
export function showRefusal(error: FairgroundError): void {
  const own = error.code === 'limit_exceeded' && typeof error.details.limit === 'string';
  showToast('bad', errorText(error), own ? { href: '/account/limits', text: t('limit.open') } : undefined);
}
