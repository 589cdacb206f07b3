import type { FairgroundError } from '../../../../sdk/index.ts';
import { errorText, t, tMaybe } from '../../../i18n/i18n.ts';

/** What is wrong, by field; the key '' is what belongs to none. */
export type Problems = Record<string, string | undefined>;

export const REASON_MOST = 500;

/** A refusal in words, at the field that it names if the form has that. */
export function problemsOf(error: FairgroundError, fields: readonly string[]): Problems {
  const field = String(error.details.field ?? '');
  const known = fields.find((name) => field === name || field.startsWith(`${name}.`));
  if (known === undefined) return { '': refusalText(error) };
  return { [known]: t(error.code === 'not_found' ? 'admin.problem.noPlayer' : 'admin.problem.field') };
}

/** Why, as precisely as the server says it. */
export function refusalText(error: FairgroundError): string {
  const { reason } = error.details;
  const why = typeof reason === 'string' ? tMaybe(`admin.refused.${reason}`) : null;
  return why ?? errorText(error);
}
