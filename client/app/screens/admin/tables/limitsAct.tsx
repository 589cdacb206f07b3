import { signal } from '@preact/signals';
import type { AdminTable, TableLimits } from '../../../../sdk/index.ts';
import { t } from '../../../i18n/i18n.ts';
import type { Act } from '../act/ActDialog.tsx';
import { TextField } from '../act/Controls.tsx';
import type { Problems } from '../act/problem.ts';
import { readAmount } from '../grants/csv.ts';
import { admin } from '../operator.ts';

const NAMES = ['minBetCoins', 'maxBetCoins', 'maxPayoutCoins', 'maxRoundPayoutCoins'] as const;

/** Limits from the next round on; or, with the box ticked, those of the table's own rules again. */
export function limitsAct(table: AdminTable, name: string, again: () => void): Act {
  const drafts = Object.fromEntries(NAMES.map((limit) => [limit, signal(String(table[limit]))])) as Record<
    keyof TableLimits,
    ReturnType<typeof signal<string>>
  >;
  const own = signal(false);
  return {
    title: t('admin.tables.limitsOf', { name }),
    what: t('admin.tables.limitsWhat'),
    confirm: t('admin.tables.limitsSet'),
    fieldNames: NAMES,
    fields: (problems) => (
      <>
        {table.limits && (
          <label class="check">
            <input
              type="checkbox"
              checked={own.value}
              onChange={(event) => {
                own.value = event.currentTarget.checked;
              }}
            />
            <span>{t('admin.tables.limitsBack')}</span>
          </label>
        )}
        {!own.value &&
          NAMES.map((limit) => (
            <TextField
              key={limit}
              name={limit}
              inputMode="numeric"
              label={t(`admin.tables.${limit}`)}
              value={drafts[limit] as never}
              problems={problems}
            />
          ))}
      </>
    ),
    check: () => {
      const found: Problems = {};
      if (own.value) return found;
      for (const limit of NAMES) {
        if (readAmount(drafts[limit].value ?? '') === null) found[limit] = t('admin.problem.amount');
      }
      return found;
    },
    run: (reason) => {
      if (own.value) return admin.limitTable(table.table, null, reason);
      const limits = Object.fromEntries(
        NAMES.map((limit) => [limit, readAmount(drafts[limit].value ?? '')!]),
      );
      return admin.limitTable(table.table, limits, reason);
    },
    done: t('admin.tables.limitsDone', { name }),
    after: again,
  };
}
