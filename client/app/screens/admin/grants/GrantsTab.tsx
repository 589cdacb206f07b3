import { useSignal } from '@preact/signals';
import type { GrantedLine, GrantLine } from '../../../../sdk/index.ts';
import { formatNumber, t, tMaybe } from '../../../i18n/i18n.ts';
import { ask } from '../act/ActDialog.tsx';
import { TextField } from '../act/Controls.tsx';
import { admin } from '../operator.ts';
import { MOST_LINES, type ReadLine, readLines } from './csv.ts';

interface Draft {
  lines: readonly ReadLine[];
  /** A key for each good line, made once: however often the draft is sent, each line is granted once. */
  orders: readonly GrantLine[];
  results: ReadonlyMap<number, GrantedLine>;
}

/** Many grants at once, from lines as a spreadsheet gives them. */
export function GrantsTab() {
  const text = useSignal('');
  const problem = useSignal<string | null>(null);
  const draft = useSignal<Draft | null>(null);

  function preview(event: Event): void {
    event.preventDefault();
    const lines = readLines(text.value);
    if (lines.length === 0 || lines.length > MOST_LINES) {
      problem.value = t('admin.grants.lines', { most: formatNumber(MOST_LINES) });
      draft.value = null;
      return;
    }
    problem.value = null;
    const orders = lines
      .filter((line) => line.problem === null)
      .map(({ nickname, amount, currency }) => ({ key: crypto.randomUUID(), nickname, amount, currency }));
    draft.value = { lines, orders, results: new Map() };
  }

  function send({ lines, orders }: Draft): void {
    const total = orders.reduce((sum, { amount }) => sum + amount, 0);
    ask({
      title: t('admin.grants.make'),
      what: t('admin.grants.what', { count: formatNumber(orders.length), total: formatNumber(total) }),
      confirm: t('admin.grants.confirm', { count: formatNumber(orders.length) }),
      danger: true,
      fieldNames: [],
      run: async (reason) => {
        const { items } = await admin.grantMany(orders, reason);
        draft.value = { lines, orders, results: new Map(items.map((item, index) => [index, item])) };
      },
      done: t('admin.grants.done'),
    });
  }

  const shown = draft.value;
  return (
    <>
      <h1>{t('admin.tab.grants')}</h1>
      <form class="panel admin-form" onSubmit={preview} noValidate>
        <TextField
          name="lines"
          label={t('admin.grants.paste')}
          hint={t('admin.grants.hint', { most: formatNumber(MOST_LINES) })}
          value={text}
          problems={problem.value === null ? {} : { lines: problem.value }}
          lines={6}
        />
        <div class="admin-acts">
          <button type="submit" class="button">
            {t('admin.grants.preview')}
          </button>
          {shown && shown.orders.length > 0 && (
            <button
              type="button"
              class="button primary"
              data-testid="grants-send"
              onClick={() => send(shown)}
            >
              {t('admin.grants.confirm', { count: formatNumber(shown.orders.length) })}
            </button>
          )}
        </div>
      </form>
      {shown && <Lines draft={shown} />}
    </>
  );
}

function Lines({ draft }: { draft: Draft }) {
  let order = -1;
  return (
    <section class="panel history">
      <table class="table cards" data-testid="grant-lines">
        <thead>
          <tr>
            <th>{t('admin.player')}</th>
            <th class="num">{t('admin.grant.amount')}</th>
            <th>{t('admin.grants.result')}</th>
          </tr>
        </thead>
        <tbody>
          {draft.lines.map((line, index) => {
            if (line.problem === null) order += 1;
            const result = line.problem === null ? draft.results.get(order) : undefined;
            return (
              <tr key={index}>
                <td class="what">{line.problem === null ? line.nickname : line.text}</td>
                <td class="num" data-label={t('admin.grant.amount')}>
                  {line.problem === null
                    ? `${formatNumber(line.amount)} ${t(`currency.${line.currency}`)}`
                    : t('app.unknown')}
                </td>
                <td data-label={t('admin.grants.result')}>
                  <Outcome line={line} result={result} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Outcome({ line, result }: { line: ReadLine; result: GrantedLine | undefined }) {
  if (line.problem !== null) return <span class="bad">{t(`admin.grants.problem.${line.problem}`)}</span>;
  if (!result) return <span class="muted">{t('admin.grants.ready')}</span>;
  if (!result.ok) return <span class="bad">{failure(result)}</span>;
  const balance = formatNumber(result.balance ?? 0);
  return (
    <span class="good">
      {t(result.repeated ? 'admin.grants.repeated' : 'admin.grants.granted', { balance })}
    </span>
  );
}

function failure({ code, message }: GrantedLine): string {
  if (code === 'not_found') return t('admin.grants.noPlayer');
  return tMaybe(`error.${code}`) ?? message ?? t('error.internal');
}
