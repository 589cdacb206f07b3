import { t } from '../../i18n/i18n.ts';

/** `valid` or `invalid`, with a sign that does not depend on colour. */
export function VerdictBadge({ valid }: { valid: boolean }) {
  return (
    <span class={`badge ${valid ? 'badge-good' : 'badge-bad'}`} data-verdict={valid ? 'valid' : 'invalid'}>
      <svg width="14" height="14" viewBox="0 0 24 24" class="icon badge-icon" aria-hidden="true">
        <path d={valid ? 'M4 12.5l5.5 5.5L20 6.5' : 'M6 6l12 12M18 6L6 18'} />
      </svg>
      {t(valid ? 'verify.valid' : 'verify.invalid')}
    </span>
  );
}
