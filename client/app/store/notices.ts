import type { NoticeMessage, OwnBet } from '../../sdk/index.ts';
import { formatMultiplier, formatNumber, t, tableName } from '../i18n/i18n.ts';
import type { Announcement } from './broadcasts.ts';
import type { Toast } from './toasts.ts';

/** What an operator wrote to this player; null for every other notice. It stays until it is dismissed. */
export function operatorMessage({ kind, sequence, data }: NoticeMessage): Announcement | null {
  if (kind !== 'operator.message') return null;
  const { text, level } = data as unknown as Announcement;
  return { id: `notice ${sequence}`, text, level };
}

/** What a notice says, or null for kinds that this version of the app does not know. */
export function noticeText(notice: NoticeMessage): Pick<Toast, 'tone' | 'text'> | null {
  if (notice.kind === 'crash.voided') {
    const voided = notice.data as { table: string; game: number; amountCoins: number };
    const values = { game: voided.game, amount: formatNumber(voided.amountCoins) };
    return { tone: 'info', text: t('notice.crashVoided', { table: tableName(voided.table), ...values }) };
  }
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
