import { useSignal } from '@preact/signals';
import type { AdminRound, RoundQuery, RoundStatus } from '../../../../sdk/index.ts';
import { formatMultiplier, formatNumber, t, tableName } from '../../../i18n/i18n.ts';
import { tables } from '../../../store/player.ts';
import { PagedList } from '../../history/PagedList.tsx';
import { ChoiceField, TextField } from '../act/Controls.tsx';
import { useForm } from '../act/useForm.ts';
import { fromLocal } from '../localTime.ts';
import { admin } from '../operator.ts';
import { findPlayer } from '../players/findPlayer.ts';
import { When } from '../When.tsx';

const STATUSES: readonly RoundStatus[] = ['betting', 'flying', 'settled', 'voided'];

export function RoundsTab() {
  const table = useSignal('');
  const status = useSignal<RoundStatus | ''>('');
  const player = useSignal('');
  const from = useSignal('');
  const to = useSignal('');
  const query = useSignal<RoundQuery>({});
  const form = useForm(['player', 'fromMs', 'toMs', 'table', 'status']);
  const problems = form.problems.value;

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const nickname = player.value.trim();
    await form.submit(
      () => ({}),
      async () => {
        const fromMs = fromLocal(from.value);
        const toMs = fromLocal(to.value);
        query.value = {
          ...(table.value ? { table: table.value } : {}),
          ...(status.value ? { status: status.value } : {}),
          ...(nickname ? { player: await findPlayer(nickname, 'player') } : {}),
          ...(fromMs === null ? {} : { fromMs }),
          ...(toMs === null ? {} : { toMs }),
        };
      },
    );
  }

  return (
    <>
      <h1>{t('admin.tab.rounds')}</h1>
      <form class="admin-filters" onSubmit={submit} noValidate>
        <ChoiceField
          name="table"
          label={t('admin.table')}
          value={table}
          choices={[
            { value: '', label: t('admin.all') },
            ...(tables.value ?? []).map((each) => ({ value: each.table, label: tableName(each.table) })),
          ]}
          problems={problems}
        />
        <ChoiceField
          name="status"
          label={t('admin.rounds.status')}
          value={status}
          choices={[
            { value: '', label: t('admin.all') },
            ...STATUSES.map((value) => ({ value, label: t(`admin.rounds.status.${value}`) })),
          ]}
          problems={problems}
        />
        <TextField name="player" label={t('admin.player')} value={player} problems={problems} />
        <TextField
          name="fromMs"
          type="datetime-local"
          label={t('admin.rounds.from')}
          value={from}
          problems={problems}
        />
        <TextField
          name="toMs"
          type="datetime-local"
          label={t('admin.rounds.to')}
          value={to}
          problems={problems}
        />
        <button type="submit" class="button" disabled={form.busy.value}>
          {t('admin.rounds.find')}
        </button>
      </form>
      <section class="panel history">
        <PagedList
          staff
          key={JSON.stringify(query.value)}
          none={t('admin.none')}
          load={(cursor) => admin.rounds({ ...query.value, cursor, limit: 50 })}
          show={(items) => <RoundTable rounds={items} />}
        />
      </section>
    </>
  );
}

function RoundTable({ rounds }: { rounds: readonly AdminRound[] }) {
  return (
    <table class="table cards" data-testid="rounds">
      <thead>
        <tr>
          <th>{t('admin.when')}</th>
          <th>{t('admin.rounds.round')}</th>
          <th>{t('admin.rounds.status')}</th>
          <th class="num">{t('admin.rounds.bust')}</th>
          <th class="num">{t('admin.rounds.bets')}</th>
          <th class="num">{t('admin.rounds.staked')}</th>
          <th class="num">{t('admin.rounds.paid')}</th>
        </tr>
      </thead>
      <tbody>
        {rounds.map((round) => (
          <tr key={`${round.table} ${round.game}`} data-status={round.status}>
            <td class="when">
              <When atMs={round.startedAtMs} />
            </td>
            <td class="what">
              <a href={`/admin/rounds/${encodeURIComponent(round.table)}/${round.game}`}>
                {t('history.crashRound', { table: tableName(round.table), game: formatNumber(round.game) })}
              </a>
            </td>
            <td data-label={t('admin.rounds.status')}>{t(`admin.rounds.status.${round.status}`)}</td>
            <td class="num" data-label={t('admin.rounds.bust')}>
              {round.bustHundredths === null ? t('app.unknown') : formatMultiplier(round.bustHundredths)}
            </td>
            <td class="num" data-label={t('admin.rounds.bets')}>
              {formatNumber(round.bets)}
            </td>
            <td class="num" data-label={t('admin.rounds.staked')}>
              {formatNumber(round.stakedCoins)}
            </td>
            <td class="num" data-label={t('admin.rounds.paid')}>
              {formatNumber(round.paidCoins)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
