import type { NoticeMessage, OwnBet } from '../../sdk/index.ts';
import { formatMultiplier, formatNumber, t, tableName } from '../i18n/i18n.ts';
import type { Toast } from './toasts.ts';

/** What a notice says, or null for kinds that this version of the app does not know. */
export function noticeText(notice: NoticeMessage): Pick<Toast, 'tone' | 'text'> | null {
  if (notice.kind !== 'crash.ended') return null;
  const bet = notice.data as unknown as OwnBet & { table: string };
  const where = { table: tableName(bet.table), game: bet.game };
  if (bet.state === 'cashed' && bet.cashout) {
    const { atHundredths, payoutCoins } = bet.cashout;
    const values = { ...where, at: formatMultiplier(atHundredths), amount: formatNumber(payoutCoins) };
    return { tone: 'good', text: t('notice.crashCashed', values) };
  }
  return { tone: 'bad', text: t('notice.crashLost', { ...where, amount: formatNumber(bet.amountCoins) }) };
}
