import type { Membership } from './membership.ts';
import type { SharedRooms } from './sharedRooms.ts';

/** After a first look at who is there: those that just started have said so by then. */
const FIRST_SWEEP_AFTER_MS = 4_000;

/** Removes what processes leave in Redis that died: as soon as one is none of the members any more, and at the start. */
export function sweepStaleRooms(
  membership: Pick<Membership, 'view' | 'onLook'>,
  shared: Pick<SharedRooms, 'sweep'>,
): void {
  let known = new Set<string>();
  const isMember = (processId: string) =>
    membership.view().members.some((member) => member.processId === processId);
  membership.onLook(({ members }) => {
    const now = new Set(members.map(({ processId }) => processId));
    const left = [...known].some((processId) => !now.has(processId));
    known = now;
    if (left) void shared.sweep(isMember);
  });
  setTimeout(() => void shared.sweep(isMember), FIRST_SWEEP_AFTER_MS).unref();
}
