import { LIMIT_NAMES, type TableChange, type TableLimits } from '../../../domain/crash/tableSetting.ts';
import { ok, type Result } from '../../../domain/result.ts';
import { TableRulesShape } from '../../tableRules.ts';
import { limitTable, operatorTables, pauseTable, resumeTable } from '../definitions/operatorTables.ts';
import type { HttpDeps } from '../deps.ts';
import type { AuditTrail } from '../env.ts';
import { refuse, refuseWith, shapeFailure } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveOperatorTables(app: HttpApp, deps: HttpDeps): void {
  const { settings } = deps.operate;

  serve(app, deps, operatorTables, async (context) =>
    context.json({ items: await everyTable(deps), next: null } as never, 200),
  );

  serve(app, deps, pauseTable, async (context) => {
    const { table } = context.req.valid('param');
    if (deps.tables.rules(table) === null) return refuseWith('not_found', { field: 'table' });
    const { reason } = context.req.valid('json');
    const paused = { reason, by: context.var.player.id, atMs: deps.clock.nowMs() };
    return changed(deps, context.var.audit, await settings.pause(table, paused));
  });

  serve(app, deps, resumeTable, async (context) => {
    const { table } = context.req.valid('param');
    if (deps.tables.rules(table) === null) return refuseWith('not_found', { field: 'table' });
    return changed(deps, context.var.audit, await settings.pause(table, null));
  });

  serve(app, deps, limitTable, async (context) => {
    const { table } = context.req.valid('param');
    const rules = deps.tables.rules(table);
    if (rules === null) return refuseWith('not_found', { field: 'table' });
    const { reason: _, limits: back, ...asked } = context.req.valid('json');
    const named = Object.fromEntries(
      LIMIT_NAMES.flatMap((name) => (asked[name] === undefined ? [] : [[name, asked[name]]])),
    );
    if ((back === null) === Object.keys(named).length > 0)
      return refuseWith('invalid_request', { field: 'limits', problem: 'name limits, or null to go back' });
    const decide = (set: TableLimits | null): Result<TableLimits | null> => {
      if (back === null) return ok(null);
      const limits: TableLimits = { ...set, ...named };
      const checked = TableRulesShape.safeParse({ ...rules, ...limits });
      return checked.success ? ok(limits) : { ok: false, error: shapeFailure(checked.error) };
    };
    return changed(deps, context.var.audit, await settings.setLimits(table, decide));
  });
}

/** Answers the table as it stands after the change. */
async function changed(deps: HttpDeps, audit: AuditTrail, change: Result<TableChange>): Promise<never> {
  if (!change.ok) return refuse(change.error);
  const { before, after } = change.value;
  audit.change(after.table, before, after);
  const table = (await everyTable(deps)).find((each) => each.table === after.table);
  return (table === undefined ? refuseWith('not_found') : Response.json(table)) as never;
}

async function everyTable(deps: HttpDeps) {
  const leases = new Map((await deps.operatorReads.leases()).map((lease) => [lease.table, lease]));
  return deps.tables.list().map((live) => {
    const { paused, limits } = deps.operate.settings.current(live.table);
    const lease = leases.get(live.table) ?? { member: null, fence: 0 };
    return {
      ...live,
      paused: paused !== null,
      pauseReason: paused?.reason ?? null,
      pausedBy: paused?.by ?? null,
      pausedAtMs: paused?.atMs ?? null,
      limits,
      member: lease.member,
      fence: lease.fence,
    };
  });
}
