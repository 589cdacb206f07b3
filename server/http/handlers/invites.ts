import { stateOfInvite } from '../../auth/signUp.ts';
import { createInvite, inviteState, invites } from '../definitions/invites.ts';
import type { HttpDeps } from '../deps.ts';
import { refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

const CODE_BYTES = 6;

export function serveInvites(app: HttpApp, deps: HttpDeps): void {
  const { clock, entropy } = deps;

  serve(app, deps, inviteState, async (context) => {
    const { code } = context.req.valid('param');
    return context.json({ code, state: await stateOfInvite(deps, code) }, 200);
  });

  serve(app, deps, createInvite, async (context) => {
    const wish = context.req.valid('json');
    const { code = entropy.randomHex(CODE_BYTES), expiresAtMs = null, maxUses = null } = wish;
    if (expiresAtMs !== null && expiresAtMs <= clock.nowMs()) {
      return refuseWith('invalid_request', { field: 'expiresAtMs', problem: 'must be in the future' });
    }
    const createdBy = context.var.player.id;
    const made =
      code === deps.inviteCode ? null : await deps.invites.create({ code, createdBy, expiresAtMs, maxUses });
    if (made === null) return refuseWith('invalid_request', { field: 'code', problem: 'is there already' });
    context.var.audit.change(code, null, { expiresAtMs, maxUses });
    return context.json(made, 200);
  });

  serve(app, deps, invites, async (context) => {
    const { limit, cursor } = context.req.valid('query');
    return context.json(await deps.invites.list(limit, cursor ?? null), 200);
  });
}
