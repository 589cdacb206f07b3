import { CURRENCIES, type Currency, isAmount } from '../../../../../domain/money.ts';

export const MOST_LINES = 1_000;
const MOST_AMOUNT = 1e12;

/** One line of `nickname,amount,currency`; `problem` is what is wrong with it. */
export type ReadLine =
  | { nickname: string; amount: number; currency: Currency; problem: null }
  | { text: string; problem: 'columns' | 'nickname' | 'amount' | 'currency' };

/** Empty lines are left out, and so is a first line that names the columns. Spreadsheets paste tabs: they count as commas. */
export function readLines(text: string): ReadLine[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const headed = /^nickname\s*[,;\t]/i.test(lines[0] ?? '');
  return lines.slice(headed ? 1 : 0).map(readLine);
}

function readLine(text: string): ReadLine {
  const cells = text.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const [nickname, amountText, currencyText = 'coins'] = cells;
  if (cells.length < 2 || cells.length > 3) return { text, problem: 'columns' };
  if (!nickname) return { text, problem: 'nickname' };
  const amount = readAmount(amountText!);
  if (amount === null) return { text, problem: 'amount' };
  const currency = CURRENCIES.find((each) => each === currencyText.toLowerCase());
  return currency ? { nickname, amount, currency, problem: null } : { text, problem: 'currency' };
}

/** A whole amount above 0, as people write it; null for anything else. */
export function readAmount(text: string): number | null {
  const digits = text.trim().replaceAll(/[\s_,]/g, '');
  const amount = Number(digits);
  return /^\d+$/.test(digits) && isAmount(amount) && amount <= MOST_AMOUNT ? amount : null;
}
