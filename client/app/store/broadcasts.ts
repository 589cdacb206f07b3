import { signal } from '@preact/signals';
import type { Broadcast } from '../../sdk/index.ts';

/** What an operator says, to many or to this player alone: shown until it is dismissed or over. */
export type Announcement = Pick<Broadcast, 'id' | 'text' | 'level'>;

/** A browser's clock may be wrong: whatever arrives is shown for at least so long. */
const SHOWN_AT_LEAST_MS = 10_000;
/** As far as a timer can wait. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export const announcements = signal<readonly Announcement[]>([]);

export function announce(announcement: Announcement): void {
  const { id, text, level } = announcement;
  announcements.value = [...announcements.value.filter((shown) => shown.id !== id), { id, text, level }];
}

export function announceUntil(broadcast: Broadcast): void {
  announce(broadcast);
  const leftMs = Math.max(broadcast.expiresAtMs - Date.now(), SHOWN_AT_LEAST_MS);
  setTimeout(() => dismissAnnouncement(broadcast.id), Math.min(leftMs, LONGEST_WAIT_MS));
}

export function dismissAnnouncement(id: string): void {
  announcements.value = announcements.value.filter((shown) => shown.id !== id);
}
