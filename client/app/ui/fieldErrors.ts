import { FairgroundError } from '../../sdk/index.ts';
import { errorText, t, tMaybe } from '../i18n/i18n.ts';

/** What is wrong, by field; `form` is what no field is to blame for. */
export type FieldErrors = Partial<Record<'nickname' | 'password' | 'inviteCode' | 'form', string>>;

const FIELDS = new Set(['nickname', 'password', 'inviteCode']);
const MINUTE_MS = 60_000;

/** A refusal in the words of the language in force, at the field it is about. */
export function fieldErrors(caught: unknown): FieldErrors {
  const error = caught instanceof FairgroundError ? caught : new FairgroundError('internal');
  const { field, reason, retryAfterMs } = error.details;
  if (error.code === 'unauthorized') return { password: t('account.wrong.credentials') };
  if (error.code === 'locked_out') {
    return { form: t('account.wrong.locked', { minutes: Math.ceil(Number(retryAfterMs) / MINUTE_MS) }) };
  }
  if (error.code === 'invalid_request' && typeof field === 'string' && FIELDS.has(field)) {
    const text = tMaybe(`account.wrong.${String(reason)}`) ?? tMaybe(`account.wrong.${field}`);
    return { [field]: text ?? errorText(error) };
  }
  return { form: errorText(error) };
}
