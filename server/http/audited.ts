import type { HonoRequest, MiddlewareHandler } from 'hono';
import type { AuditChange, AuditEntry } from '../../domain/audit/port.ts';
import type { JsonValue } from '../../domain/canonicalJson.ts';
import { may, type Permission } from '../../domain/identity/permissions.ts';
import type { ErrorCode } from '../../domain/protocol/errors.ts';
import { BodyError } from '../transport/streamedBody.ts';
import type { Definition } from './define.ts';
import type { HttpDeps } from './deps.ts';
import type { HttpEnv } from './env.ts';
import { codeOf, refuse, refuseWith } from './refuse.ts';

/** As much of a reason as is kept of a request that was not checked yet. */
const LONGEST_REASON = 500;

/**
 * Who has the permission gets on (403 otherwise), and every call leaves a trace. Before a handler that changes
 * anything there is a line `asked`: without it nothing is changed (`store_unavailable`). How the call ended is
 * the line after it; what is only read is not shown without that one either.
 */
export function audited(
  deps: Pick<HttpDeps, 'audit' | 'entropy' | 'events'>,
  { action, method }: Definition,
  permission: Permission,
): MiddlewareHandler<HttpEnv> {
  const changes = method !== 'get';
  return async (context, next) => {
    const { id, nickname, role } = context.var.player;
    const called = {
      requestId: deps.entropy.uuid(),
      actorId: id,
      actorNickname: nickname,
      actorRole: role,
      action: action!,
      target: Object.values(context.req.param()).join('/'),
      before: null,
      after: null,
      reason: null as string | null,
      address: context.env.peer.address,
    };
    /** Too late to take anything back: what could not be written is in the log. */
    const conclude = async (entries: readonly AuditEntry[]): Promise<boolean> => {
      const written = await deps.audit.write(entries);
      if (!written.ok)
        context.env.log.line.error({ code: written.error.code, audit: entries }, 'the audit misses lines');
      return written.ok;
    };
    const refused = (code: ErrorCode | null): AuditEntry => ({ ...called, outcome: 'refused', code });

    if (!may(role, permission)) {
      await conclude([refused('forbidden')]);
      return refuseWith('forbidden');
    }
    if (changes) {
      const read = await reasonOf(context.req);
      if ('code' in read) {
        await conclude([refused(read.code)]);
        return refuseWith(read.code);
      }
      called.reason = read.reason;
      const asked = await deps.audit.write([{ ...called, outcome: 'asked', code: null }]);
      if (!asked.ok) return refuse(asked.error);
    }
    const changed: AuditChange[] = [];
    context.set('audit', {
      change: (target, before, after) =>
        void changed.push({ target, before: before as JsonValue, after: after as JsonValue }),
    });
    await next();
    const isDone = context.res.status < 400;
    const lines: AuditEntry[] = (changed.length > 0 ? changed : [{}]).map((change) =>
      isDone
        ? { ...called, ...change, outcome: 'done', code: null }
        : { ...refused(codeOf(context.res) ?? null), ...change },
    );
    const isTraced = await conclude(lines);
    if (changes && isDone) {
      deps.events.publish({
        ...{ type: 'operator.acted', player: { id, nickname }, bot: false },
        data: { action: called.action, target: lines.length === 1 ? lines[0]!.target : called.target },
      });
    }
    if (isTraced || changes || !isDone) return;
    // Otherwise Hono would give the refusal the headers of what it replaces.
    context.res = undefined;
    context.res = refuseWith('store_unavailable');
  };
}

/** The reason that a JSON body names, as far as there is one: whether it has its shape is for the route to say. */
async function reasonOf(request: HonoRequest): Promise<{ reason: string | null } | { code: ErrorCode }> {
  if (!request.header('content-type')?.includes('json')) return { reason: null };
  try {
    const body = (await request.json()) as { reason?: unknown } | null;
    const reason = body?.reason;
    return { reason: typeof reason === 'string' ? reason.slice(0, LONGEST_REASON) : null };
  } catch (error) {
    if (!(error instanceof BodyError)) return { reason: null };
    return { code: error.code === 'gone' ? 'request_timeout' : error.code };
  }
}
