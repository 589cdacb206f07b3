import { t } from '../../i18n/i18n.ts';

/** Each look of an operator's stands in the audit log: pages are read again when one asks, not by themselves. */
export function Refresh({ again }: { again(): void }) {
  return (
    <button type="button" class="link-button admin-refresh" onClick={again}>
      {t('admin.refresh')}
    </button>
  );
}
