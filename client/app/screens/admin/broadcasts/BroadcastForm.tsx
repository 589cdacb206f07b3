import { useSignal } from '@preact/signals';
import type { BroadcastAudience, BroadcastLevel } from '../../../../sdk/index.ts';
import { formatNumber, t, tableName } from '../../../i18n/i18n.ts';
import { tables } from '../../../store/player.ts';
import { showToast } from '../../../store/toasts.ts';
import { ChoiceField, TextField } from '../act/Controls.tsx';
import type { Problems } from '../act/problem.ts';
import { useForm } from '../act/useForm.ts';
import { fromLocal } from '../localTime.ts';
import { admin } from '../operator.ts';
import { findPlayer } from '../players/findPlayer.ts';
import { ROOMS } from './audience.ts';
import { LEVELS } from './levels.ts';

const TEXT_MOST = 2_000;
const MINUTE_MS = 60_000;
const SPANS = [
  { value: '5', ms: 5 * MINUTE_MS },
  { value: '60', ms: 60 * MINUTE_MS },
  { value: '1440', ms: 1_440 * MINUTE_MS },
  { value: '10080', ms: 10_080 * MINUTE_MS },
] as const;
type Span = (typeof SPANS)[number]['value'];

const FIELDS = ['text', 'level', 'audience', 'startsAtMs', 'expiresAtMs'] as const;

/** What is said, to whom, from when and for how long; seen as its readers will see it. */
export function BroadcastForm({ sent }: { sent(): void }) {
  const text = useSignal('');
  const level = useSignal<BroadcastLevel>('info');
  const to = useSignal<BroadcastAudience['to']>('all');
  const room = useSignal<string>('crash');
  const table = useSignal('');
  const nickname = useSignal('');
  const startsAt = useSignal('');
  const span = useSignal<Span>('60');
  const key = useSignal(crypto.randomUUID());
  const form = useForm(FIELDS);
  const problems = form.problems.value;
  const tableChoices = (tables.value ?? []).map((each) => ({
    value: each.table,
    label: tableName(each.table),
  }));

  function check(): Problems {
    const found: Problems = {};
    if (text.value.trim() === '') found.text = t('admin.problem.text');
    if (to.value === 'player' && nickname.value.trim() === '') found.audience = t('admin.problem.nickname');
    const start = fromLocal(startsAt.value);
    if (startsAt.value !== '' && (start === null || start <= Date.now()))
      found.startsAtMs = t('admin.problem.future');
    return found;
  }

  async function audience(): Promise<BroadcastAudience> {
    if (to.value === 'room') return { to: 'room', room: room.value };
    if (to.value === 'table') return { to: 'table', table: table.value || (tableChoices[0]?.value ?? '') };
    if (to.value === 'player')
      return { to: 'player', playerId: await findPlayer(nickname.value.trim(), 'audience') };
    return { to: 'all' };
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const done = await form.submit(check, async () => {
      const startsAtMs = fromLocal(startsAt.value);
      const spanMs = SPANS.find(({ value }) => value === span.value)!.ms;
      await admin.broadcast({
        text: text.value.trim(),
        level: level.value,
        audience: await audience(),
        ...(startsAtMs === null ? {} : { startsAtMs }),
        expiresAtMs: (startsAtMs ?? Date.now()) + spanMs,
        key: key.value,
      });
    });
    if (!done) return;
    text.value = '';
    key.value = crypto.randomUUID();
    showToast('good', t('admin.broadcast.sent'));
    sent();
  }

  return (
    <form class="panel admin-form" onSubmit={submit} noValidate data-testid="broadcast-form">
      <TextField
        name="text"
        label={t('admin.text')}
        hint={t('admin.textLength', {
          count: formatNumber(text.value.trim().length),
          most: formatNumber(TEXT_MOST),
        })}
        value={text}
        problems={problems}
        lines={3}
        most={TEXT_MOST}
      />
      <div class="admin-fields">
        <ChoiceField
          name="level"
          label={t('admin.level')}
          value={level}
          choices={LEVELS.map((value) => ({ value, label: t(`admin.level.${value}`) }))}
          problems={problems}
        />
        <ChoiceField
          name="to"
          label={t('admin.broadcast.to')}
          value={to}
          choices={(['all', 'room', 'table', 'player'] as const).map((value) => ({
            value,
            label: t(`admin.broadcast.to.${value}`),
          }))}
          problems={{}}
        />
        {to.value === 'room' && (
          <ChoiceField
            name="audience"
            label={t('admin.broadcast.room')}
            value={room}
            choices={ROOMS.map((value) => ({ value, label: t(`admin.room.${value}`) }))}
            problems={problems}
          />
        )}
        {to.value === 'table' && (
          <ChoiceField
            name="audience"
            label={t('admin.table')}
            value={table}
            choices={tableChoices}
            problems={problems}
          />
        )}
        {to.value === 'player' && (
          <TextField name="audience" label={t('admin.nickname')} value={nickname} problems={problems} />
        )}
        <TextField
          name="startsAtMs"
          type="datetime-local"
          label={t('admin.broadcast.startsOptional')}
          value={startsAt}
          problems={problems}
        />
        <ChoiceField
          name="expiresAtMs"
          label={t('admin.broadcast.for')}
          value={span}
          choices={SPANS.map(({ value }) => ({ value, label: t(`admin.broadcast.for.${value}`) }))}
          problems={problems}
        />
      </div>
      <div class="field">
        <span class="field-label">{t('admin.broadcast.preview')}</span>
        <div class={`announcement announcement-${level.value}`} data-testid="preview">
          <strong>{t(`announcement.${level.value}`)}</strong>
          <p>{text.value.trim() || t('admin.broadcast.previewEmpty')}</p>
        </div>
      </div>
      {problems[''] && (
        <p class="field-error" role="alert">
          {problems['']}
        </p>
      )}
      <button type="submit" class="button primary" disabled={form.busy.value}>
        {t(
          form.busy.value
            ? 'admin.doing'
            : startsAt.value
              ? 'admin.broadcast.schedule'
              : 'admin.broadcast.send',
        )}
      </button>
    </form>
  );
}
