import { useSignal } from '@preact/signals';
import type { AuditRow } from '../../../../sdk/index.ts';
import { t } from '../../../i18n/i18n.ts';
import { PagedList } from '../../history/PagedList.tsx';
import { TextField } from '../act/Controls.tsx';
import { admin } from '../operator.ts';
import { When } from '../When.tsx';

const NO_PROBLEMS = {};

/** Who did what, and what it changed. @param of the target that one came for */
export function AuditTab({ of }: { of: string | null }) {
  const actor = useSignal('');
  const action = useSignal('');
  const target = useSignal(of ?? '');
  const query = useSignal(of ? { target: of } : {});
  function submit(event: Event): void {
    event.preventDefault();
    query.value = Object.fromEntries(
      Object.entries({ actor, action, target })
        .map(([name, field]) => [name, field.value.trim()])
        .filter(([, text]) => text !== ''),
    );
  }
  return (
    <>
      <h1>{t('admin.tab.audit')}</h1>
      <form class="admin-filters" onSubmit={submit} noValidate>
        <TextField name="actor" label={t('admin.audit.actor')} value={actor} problems={NO_PROBLEMS} />
        <TextField name="action" label={t('admin.audit.action')} value={action} problems={NO_PROBLEMS} />
        <TextField name="target" label={t('admin.audit.target')} value={target} problems={NO_PROBLEMS} />
        <button type="submit" class="button">
          {t('admin.rounds.find')}
        </button>
      </form>
      <section class="panel history">
        <PagedList
          staff
          key={JSON.stringify(query.value)}
          none={t('admin.none')}
          load={(cursor) => admin.audit({ ...query.value, cursor, limit: 50 })}
          show={(items) => <AuditTable rows={items} />}
        />
      </section>
    </>
  );
}

const TONES = { done: 'badge-good', refused: 'badge-bad', asked: 'badge-plain' } as const;

function AuditTable({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <table class="table cards" data-testid="audit">
      <thead>
        <tr>
          <th>{t('admin.when')}</th>
          <th>{t('admin.audit.actor')}</th>
          <th>{t('admin.audit.action')}</th>
          <th>{t('admin.audit.target')}</th>
          <th>{t('admin.audit.outcome')}</th>
          <th>{t('admin.reason')}</th>
          <th>{t('admin.audit.change')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

/** Players are told by their id: it leads to them. */
function Target({ target }: { target: string | null }) {
  if (!target) return <>{t('app.unknown')}</>;
  const playerId = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.exec(target)?.[0];
  const isPlayer = playerId !== undefined && /^(player[s:/ ]*)?[\da-f-]{36}$/.test(target);
  return isPlayer ? <a href={`/admin/players/${playerId}`}>{target}</a> : <span>{target}</span>;
}

function Row({ row }: { row: AuditRow }) {
  const changed = row.before != null || row.after != null;
  return (
    <tr data-outcome={row.outcome}>
      <td class="when">
        <When atMs={row.atMs} />
      </td>
      <td data-label={t('admin.audit.actor')} title={row.address ?? ''}>
        {row.actorNickname ?? row.actorId ?? t('app.unknown')}
      </td>
      <td class="what mono admin-nowrap">{row.action}</td>
      <td class="mono admin-long" data-label={t('admin.audit.target')}>
        <Target target={row.target} />
      </td>
      <td data-label={t('admin.audit.outcome')}>
        <span class={`badge ${TONES[row.outcome]}`}>
          {t(`admin.audit.outcome.${row.outcome}`)}
          {row.code && ` · ${row.code}`}
        </span>
      </td>
      <td class="admin-long" data-label={t('admin.reason')}>
        {row.reason ?? t('app.unknown')}
      </td>
      <td>
        {changed && (
          <details>
            <summary>{t('admin.audit.show')}</summary>
            <pre class="mono admin-json">
              {JSON.stringify({ before: row.before, after: row.after }, null, 2)}
            </pre>
          </details>
        )}
      </td>
    </tr>
  );
}
