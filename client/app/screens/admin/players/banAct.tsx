import { signal } from '@preact/signals';
import type { AdminPlayer } from '../../../../sdk/index.ts';
import { t } from '../../../i18n/i18n.ts';
import type { Act } from '../act/ActDialog.tsx';
import { ChoiceField, TextField } from '../act/Controls.tsx';
import { fromLocal } from '../localTime.ts';
import { admin } from '../operator.ts';
import { allowed } from '../standing.ts';

const HOUR_MS = 3_600_000;
/** The later ones are for those who may ban for long. */
const SPANS = [
  { span: 'hour', ms: HOUR_MS, long: false },
  // A minute less, so that the request's way does not make it longer than a day.
  { span: 'day', ms: 24 * HOUR_MS - 60_000, long: false },
  { span: 'week', ms: 7 * 24 * HOUR_MS, long: true },
  { span: 'month', ms: 30 * 24 * HOUR_MS, long: true },
  { span: 'until', ms: null, long: true },
  { span: 'good', ms: null, long: true },
] as const;
type Span = (typeof SPANS)[number]['span'];

export function banAct(player: AdminPlayer, again: () => void): Act {
  const span = signal<Span>('day');
  const until = signal('');
  const spans = SPANS.filter(({ long }) => !long || allowed('banForLong'));
  const untilMs = (): number | null => {
    if (span.value === 'good') return null;
    if (span.value === 'until') return fromLocal(until.value);
    return Date.now() + SPANS.find((each) => each.span === span.value)!.ms!;
  };
  return {
    title: t('admin.ban.set'),
    what: t('admin.ban.what', { nickname: player.nickname }),
    confirm: t('admin.ban.confirm', { nickname: player.nickname }),
    danger: true,
    fieldNames: ['untilMs'],
    fields: (problems) => (
      <>
        <ChoiceField
          name="span"
          label={t('admin.ban.span')}
          value={span}
          choices={spans.map(({ span }) => ({ value: span, label: t(`admin.ban.span.${span}`) }))}
          problems={problems}
        />
        {span.value === 'until' && (
          <TextField
            name="untilMs"
            type="datetime-local"
            label={t('admin.ban.until')}
            value={until}
            problems={problems}
          />
        )}
      </>
    ),
    check: () => {
      if (span.value !== 'until') return {};
      const atMs = fromLocal(until.value);
      return atMs === null || atMs <= Date.now() ? { untilMs: t('admin.problem.future') } : {};
    },
    run: (reason) => admin.ban(player.id, untilMs(), reason),
    done: t('admin.ban.done', { nickname: player.nickname }),
    after: again,
  };
}

export function unbanAct(player: AdminPlayer, again: () => void): Act {
  return {
    title: t('admin.ban.lift'),
    what: t('admin.ban.liftWhat', { nickname: player.nickname }),
    confirm: t('admin.ban.lift'),
    run: (reason) => admin.unban(player.id, reason),
    done: t('admin.ban.lifted', { nickname: player.nickname }),
    after: again,
  };
}
