import { formatInstant, formatShortInstant, t } from '../../i18n/i18n.ts';

/** An instant, short; in full for those who point at it. */
export function When({ atMs }: { atMs: number | null }) {
  if (atMs === null) return <>{t('app.unknown')}</>;
  // Instants beyond what a date can hold mean "for good" and are written by whoever shows them.
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatInstant(atMs)}>
      {formatShortInstant(atMs)}
    </time>
  );
}
