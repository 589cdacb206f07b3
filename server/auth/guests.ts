import { GUEST_NAME_BYTES, guestName } from '../../domain/identity/guestName.ts';
import type { IdentityStore, Player } from '../../domain/identity/port.ts';
import type { Entropy } from '../entropy.ts';
import type { Logger } from '../logger.ts';
import type { Grants } from './grants.ts';

interface GuestDeps {
  identity: IdentityStore;
  grants: Grants;
  entropy: Entropy;
  logger: Logger;
}

/**
 * Makes a guest with its welcome grant. If the grant can't be booked now, the guest has it after its next
 * signed-in request: every one of those asks for it again.
 */
export async function createGuest(
  deps: GuestDeps,
  wish: { nickname?: string | undefined; ageConfirmed?: boolean | undefined },
): Promise<Player> {
  const player = await deps.identity.createPlayer({
    id: deps.entropy.uuid(),
    nickname: wish.nickname ?? guestName(deps.entropy.randomHex(GUEST_NAME_BYTES)),
    bot: false,
    ageConfirmed: wish.ageConfirmed ?? false,
  });
  const granted = await deps.grants.ensureWelcome(player);
  if (!granted.ok) {
    deps.logger.warn(
      { playerId: player.id, code: granted.error.code },
      'the welcome grant is still to be booked',
    );
  }
  return player;
}
