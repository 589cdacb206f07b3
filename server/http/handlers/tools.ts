import { TOOLS_COOKIE, TOOLS_PASS_MS, TOOLS_PATH } from '../../tools/toolsPass.ts';
import { openTools } from '../definitions/tools.ts';
import type { HttpDeps } from '../deps.ts';
import { refuseWith } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';
import { serveTools } from '../toolsPage.ts';

export function serveColyseusTools(app: HttpApp, deps: HttpDeps): void {
  const { tools, clock } = deps;

  serve(app, deps, openTools, async (context) => {
    if (tools === null) return refuseWith('not_found', { field: 'COLYSEUS_TOOLS' });
    const { pass, expiresAtMs } = await tools.passes.issue(context.var.player, clock.nowMs());
    // Browsers name the scheme that they came by, whatever a proxy makes of it.
    const isSecure = context.req.header('origin')?.startsWith('https://');
    const cookie = [
      `${TOOLS_COOKIE}=${pass}`,
      `Path=${TOOLS_PATH}`,
      `Max-Age=${TOOLS_PASS_MS / 1_000}`,
      ...['HttpOnly', 'SameSite=Strict', ...(isSecure ? ['Secure'] : [])],
    ].join('; ');
    context.var.audit.change('colyseus', null, { expiresAtMs });
    const answer = {
      ...{ monitor: `${TOOLS_PATH}/monitor/`, playground: `${TOOLS_PATH}/playground/`, expiresAtMs },
    };
    return context.json(answer, 200, { 'set-cookie': cookie, 'cache-control': 'no-store' });
  });

  app.all(`${TOOLS_PATH}/*`, (context) => {
    context.env.matched.pattern = `${TOOLS_PATH}/{tool}`;
    if (tools === null) return refuseWith('not_found');
    return serveTools(deps, tools, context.req.raw, context.env.peer.address);
  });
}
