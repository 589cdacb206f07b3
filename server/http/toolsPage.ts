import type { AuditEntry } from '../../domain/audit/port.ts';
import type { SignedIn } from '../../domain/identity/logins.ts';
import { may } from '../../domain/identity/permissions.ts';
import type { ErrorCode } from '../../domain/protocol/errors.ts';
import { fail, type Result } from '../../domain/result.ts';
import { mayDispose, toolUseOf } from '../tools/colyseusTools.ts';
import { originOf } from '../tools/origin.ts';
import { TOOLS_COOKIE } from '../tools/toolsPass.ts';
import type { HttpDeps } from './deps.ts';
import { codeOf, refuse, refuseWith } from './refuse.ts';

/** Their own scripts and styles only, and sockets to whichever process has the room. */
const PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self' ws: wss:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

type Tools = NonNullable<HttpDeps['tools']>;

/**
 * A request to Colyseus' tools: the cookie of `POST /api/admin/tools` (401), its holder's role and ban as they are now
 * (403), a page of our own (403), an action that is offered (403); what acts leaves a line in the audit before it does.
 */
export async function serveTools(
  deps: HttpDeps,
  tools: Tools,
  request: Request,
  address: string,
): Promise<Response> {
  const holder = await holderOf(deps, tools, request);
  if (!holder.ok) return refuse(holder.error);
  const player = holder.value;
  const origin = originOf(request);
  const use = toolUseOf(request);
  const entry = (): AuditEntry => ({
    requestId: deps.entropy.uuid(),
    ...{ actorId: player.id, actorNickname: player.nickname, actorRole: player.role },
    ...{
      action: use.kind === 'act' ? use.action : 'tools.other',
      target: use.kind === 'act' ? use.target : '',
    },
    ...{ before: null, after: null, reason: null, outcome: 'asked', code: null, address },
  });
  const refused = async (code: ErrorCode): Promise<Response> => {
    await deps.audit.write([{ ...entry(), outcome: 'refused', code }]);
    return refuseWith(code);
  };
  if (!may(player.role, 'useColyseusTools')) return refused('forbidden');
  if (origin === 'other' || use.kind === 'never') return refused('forbidden');
  if (use.kind === 'look') return page(await tools.handle(request));

  // Only a page of ours acts: an address that somebody was talked into entering does not.
  if (origin !== 'same') return refused('forbidden');
  if (use.action === 'tools.dispose' && !(await mayDispose(use.target))) return refused('forbidden');
  const asked = entry();
  const written = await deps.audit.write([asked]);
  if (!written.ok) return refuse(written.error);
  const answer = await tools.handle(request);
  const isDone = answer.status < 400;
  const ended = isDone
    ? { outcome: 'done' as const }
    : { outcome: 'refused' as const, code: codeOf(answer) ?? null };
  await deps.audit.write([{ ...asked, ...ended }]);
  return page(answer);
}

async function holderOf(deps: HttpDeps, tools: Tools, request: Request): Promise<Result<SignedIn>> {
  const pass = cookieOf(request.headers.get('cookie'));
  if (pass === null) return fail('unauthorized');
  const holder = await tools.passes.verify(pass, deps.clock.nowMs());
  if (holder === null) return fail('unauthorized');
  // Of the player nothing else is looked at: role and ban come fresh from the database.
  return deps.auth.sessions.standing(holder as SignedIn);
}

function cookieOf(header: string | null): string | null {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === TOOLS_COOKIE && value) return value;
  }
  return null;
}

function page(answer: Response): Response {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) answer.headers.set(name, value);
  return answer;
}
