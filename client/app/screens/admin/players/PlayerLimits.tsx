import { LIMIT_KINDS } from '../../../../../domain/limits/limits.ts';
import { PERIODS } from '../../../../../domain/limits/periods.ts';
import type { LimitKind, LimitView, Period, PlayLimits } from '../../../../sdk/index.ts';
import { formatDuration, formatInstant, formatNumber, t } from '../../../i18n/i18n.ts';

/** What a player limits themselves to: nobody else can change it. */
export function PlayerLimits({ limits }: { limits: PlayLimits }) {
  const lines = linesOf(limits);
  if (lines.length === 0) return <>{t('admin.players.limitsNone')}</>;
  return (
    <ul class="admin-limits" data-testid="limits">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function linesOf(limits: PlayLimits): string[] {
  const { excludedUntilMs, pausedUntilMs } = limits;
  const lines: string[] = [];
  if (excludedUntilMs !== null)
    lines.push(t('admin.players.excluded', { at: formatInstant(excludedUntilMs) }));
  if (pausedUntilMs !== null) lines.push(t('admin.players.paused', { at: formatInstant(pausedUntilMs) }));
  for (const kind of LIMIT_KINDS) {
    for (const period of PERIODS) {
      const limit = limits[kind][period];
      if (limit.value !== null) lines.push(lineOf(kind, period, limit));
    }
  }
  return lines;
}

function lineOf(kind: LimitKind, period: Period, { value, used, pending }: LimitView): string {
  const amount = kind === 'playedMs' ? formatDuration : formatNumber;
  const line = t(`admin.players.limit.${kind}`, {
    period: t(`limit.period.${period}`),
    used: amount(Math.max(0, used ?? 0)),
    value: amount(value!),
  });
  if (pending === null) return line;
  const next = pending.value === null ? t('limits.none') : amount(pending.value);
  return `${line} ${t('admin.players.limitNext', { next, at: formatInstant(pending.fromAtMs) })}`;
}
