import { signal } from '@preact/signals';
import { CURRENCIES, type Currency } from '../../../../../domain/money.ts';
import type { AdminPlayer } from '../../../../sdk/index.ts';
import { t } from '../../../i18n/i18n.ts';
import type { Act } from '../act/ActDialog.tsx';
import { ChoiceField, TextField } from '../act/Controls.tsx';
import { admin } from '../operator.ts';
import { readAmount } from './csv.ts';

/** Coins, credits or gems for one player. */
export function grantAct({ id, nickname }: AdminPlayer, again: () => void): Act {
  const amount = signal('');
  const currency = signal<Currency>('coins');
  const key = crypto.randomUUID();
  return {
    title: t('admin.grant.title'),
    what: t('admin.grant.what', { nickname }),
    confirm: t('admin.grant.make'),
    fieldNames: ['amount', 'currency'],
    fields: (problems) => (
      <>
        <TextField
          name="amount"
          inputMode="numeric"
          label={t('admin.grant.amount')}
          value={amount}
          problems={problems}
        />
        <ChoiceField
          name="currency"
          label={t('admin.grant.currency')}
          value={currency}
          choices={CURRENCIES.map((value) => ({ value, label: t(`currency.${value}`) }))}
          problems={problems}
        />
      </>
    ),
    check: () => (readAmount(amount.value) === null ? { amount: t('admin.problem.amount') } : {}),
    run: (reason) =>
      admin.grant({
        playerId: id,
        amount: readAmount(amount.value)!,
        currency: currency.value,
        reason,
        key,
      }),
    done: t('admin.grant.done', { nickname }),
    after: again,
  };
}
