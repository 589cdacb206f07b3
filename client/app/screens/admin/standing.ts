import { computed } from '@preact/signals';
import { may, type Permission } from '../../../../domain/identity/permissions.ts';
import { player } from '../../store/player.ts';

/** Whether the one who is signed in may do this: what they may not do is not shown. */
export function allowed(permission: Permission): boolean {
  return may(player.value?.role ?? 'spectator', permission);
}

export const isStaff = computed(() => allowed('seeOverview'));
