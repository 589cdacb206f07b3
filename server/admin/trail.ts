import type { AuditEntry, AuditStore } from '../../domain/audit/port.ts';
import type { RefusalTrail } from '../../rooms/ports.ts';
import type { Logger } from '../logger.ts';

/** Refusals of rooms stand in the audit like those of routes. */
export function keepTrail(
  audit: Pick<AuditStore, 'write'>,
  newUuid: () => string,
  log: Pick<Logger, 'error'>,
): RefusalTrail {
  return {
    async refused({ player, address }, action, target) {
      const { id: actorId, nickname: actorNickname, role: actorRole } = player;
      const entry: AuditEntry = {
        ...{ requestId: newUuid(), actorId, actorNickname, actorRole, action, target, address },
        ...{ before: null, after: null, reason: null },
        outcome: 'refused',
        code: 'forbidden',
      };
      const written = await audit.write([entry]);
      if (!written.ok) log.error({ code: written.error.code, audit: [entry] }, 'the audit misses lines');
    },
  };
}
