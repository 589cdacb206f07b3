import { deleteAccount, exportData } from '../definitions/privacy.ts';
import type { HttpDeps } from '../deps.ts';
import { exportData as piecesOf } from '../exportData.ts';
import { refuse, refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

/** Of a name that names nobody: as many random bytes as make it unique. */
const NAME_BYTES = 6;

export function servePrivacy(app: HttpApp, deps: HttpDeps): void {
  const { auth, datasets, entropy, privacy } = deps;

  serve(app, deps, exportData, async (context) => {
    const pieces = piecesOf(deps, context.var.player);
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await pieces.return(undefined);
      },
    });
    const headers = {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="fairground.json"',
      'cache-control': 'no-store',
    };
    return new Response(body, { headers }) as never;
  });

  serve(app, deps, deleteAccount, async (context) => {
    const { id, nickname } = context.var.player;
    const { password } = context.req.valid('json');
    if (await auth.hasPassword(nickname)) {
      // As a log-in, so that a stolen token can't guess without being locked out.
      const confirmed = await auth.logIn({ nickname, password: password ?? '' }, context.env.peer.address);
      if (!confirmed.ok && confirmed.error.code === 'unauthorized') {
        return refuseWith('invalid_request', {
          field: 'password',
          reason: 'wrong',
          problem: 'is not the password of this account',
        });
      }
      if (!confirmed.ok) return refuse(confirmed.error);
    }
    const erasure = await privacy.erase(id, `deleted-${entropy.randomHex(NAME_BYTES)}`);
    if (erasure.outcome === 'staff') return refuseWith('forbidden', { reason: 'staff' });
    if (erasure.outcome === 'unfinished') return refuseWith('unfinished_game');
    auth.sessions.ended(id, erasure.loginIds);
    for (let more = true; more; ) {
      const { items, next } = await datasets.list(id, 200, null);
      const own = items.filter(({ readyMade }) => !readyMade);
      for (const { id: datasetId } of own) await datasets.remove(datasetId, id);
      more = next !== null && own.length > 0;
    }
    return context.json({ deleted: true as const }, 200);
  });
}
