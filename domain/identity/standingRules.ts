import { type Failure, failure } from '../protocol/errors.ts';
import type { PlayerItem, StandingOrder } from './administration.ts';
import { may } from './permissions.ts';
import type { Player } from './port.ts';

/** As long as a ban may last for which `banForADay` is enough. */
export const SHORT_BAN_MS = 24 * 3_600_000;

/**
 * Why the order can't be carried out; null: it can. `forbidden` says by `details.reason` what is against it:
 * `self`, `last_admin` (nobody could undo it), `role` (the actor's is not, or no longer, enough), `staff` (only
 * admins touch those), `too_long`.
 * @param actor as it stands now; null: it is gone
 * @param otherAdmins beside the target, not banned
 */
export function standingRefusal(
  order: StandingOrder,
  actor: Pick<Player, 'id' | 'role' | 'bannedUntilMs'> | null,
  target: PlayerItem,
  otherAdmins: number,
  nowMs: number,
): Failure | null {
  const because = (reason: string) => failure('forbidden', { reason });
  if (order.type === 'ban' && order.untilMs <= nowMs) {
    return failure('invalid_request', { field: 'untilMs', problem: 'must be in the future' });
  }
  const takesAway =
    order.type === 'ban' || (order.type === 'role' && target.role === 'admin' && order.role !== 'admin');
  if (takesAway && actor?.id === target.id) return because('self');
  if (takesAway && target.role === 'admin' && otherAdmins === 0) return because('last_admin');

  const isBanned = actor?.bannedUntilMs != null && actor.bannedUntilMs > nowMs;
  if (actor === null || isBanned) return because('role');
  if (order.type === 'role') return may(actor.role, 'setRoles') ? null : because('role');
  if (!may(actor.role, 'banForADay')) return because('role');
  if (may(actor.role, 'banForLong')) return null;
  if (target.role !== 'player') return because('staff');
  // What it lifts it could have set.
  const untilMs = order.type === 'ban' ? order.untilMs : (target.bannedUntilMs ?? 0);
  return untilMs > nowMs + SHORT_BAN_MS ? because('too_long') : null;
}
