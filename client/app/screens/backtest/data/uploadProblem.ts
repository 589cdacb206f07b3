import type { FairgroundError } from '../../../../sdk/index.ts';
import { errorText, formatNumber, t, tMaybe } from '../../../i18n/i18n.ts';

/** What is wrong with a file, with the row (the header is row 1) and the column where it is. */
export function uploadProblem(error: FairgroundError): string {
  const { reason, row, column } = error.details;
  const what = typeof reason === 'string' ? tMaybe(`backtest.csv.${reason}`) : null;
  if (what === null) return errorText(error);
  if (typeof row !== 'number') return what;
  const where = { row: formatNumber(row), what };
  if (typeof column !== 'string') return t('backtest.csvRow', where);
  return t('backtest.csvCell', { ...where, column });
}
