import type { JobStatus } from '../../../../../domain/backtest/port.ts';
import { t } from '../../../i18n/i18n.ts';

const TONES: Record<JobStatus, string> = {
  queued: 'badge-plain',
  running: 'badge-busy',
  completed: 'badge-good',
  failed: 'badge-bad',
  cancelled: 'badge-plain',
};

export function StatusBadge({ status }: { status: JobStatus }) {
  return (
    <span class={`badge ${TONES[status]}`} data-status={status}>
      {t(`backtest.status.${status}`)}
    </span>
  );
}
