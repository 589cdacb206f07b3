import type { Rank, Role } from '../../../../../domain/identity/port.ts';
import type { AdminPlayer } from '../../../../sdk/index.ts';
import { formatInstant, t } from '../../../i18n/i18n.ts';

export const RANKS: readonly Rank[] = ['STANDARD', 'PREMIUM', 'VIP'];
export const ROLES: readonly Role[] = ['player', 'moderator', 'admin'];

/** Bans that end later than anyone will see are for good. */
const FOR_GOOD_FROM_MS = 8e15;

export function isBanned({ bannedUntilMs }: Pick<AdminPlayer, 'bannedUntilMs'>): boolean {
  return bannedUntilMs !== null && bannedUntilMs > Date.now();
}

export function bannedText(bannedUntilMs: number): string {
  return bannedUntilMs >= FOR_GOOD_FROM_MS
    ? t('admin.players.bannedForGood')
    : t('admin.players.bannedUntil', { at: formatInstant(bannedUntilMs) });
}
