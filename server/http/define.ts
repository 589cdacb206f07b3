import { createRoute, type RouteConfig, type z } from '@hono/zod-openapi';
import { isPermission, type Permission } from '../../domain/identity/permissions.ts';
import { ERRORS, type ErrorCode } from '../../domain/protocol/errors.ts';
import { rateOfRoute, routeName } from '../../domain/rates/rates.ts';
import { ErrorBody } from './schemas.ts';

/**
 * Who may call a route: anyone; anyone, seeing more with a token (one that fails is refused); a signed-in player; who
 * has this permission (`domain/identity/permissions.ts`).
 */
export type Access = 'public' | 'spectator' | 'player' | Permission;

export interface Definition {
  access: Access;
  method: RouteConfig['method'];
  /** With parameters as `{table}`. */
  path: string;
  /** What the audit calls it; null where nothing is audited. */
  action: string | null;
  /** Takes more than other routes do, once it is known who asks. */
  holdsStrategy: boolean;
  /** The field whose items are refused one by one, by the handler; null where all of a request is taken or none. */
  eachByItself: string | null;
}

/** Anyone may get these, whatever they call. */
const ALWAYS = ['internal'] as const satisfies ErrorCode[];
/** Whatever is read of a request may be what nobody can read. */
const ASKED = ['invalid_request'] as const satisfies ErrorCode[];
/** Any that is no GET may come with a body. */
const BODIED = ['payload_too_large', 'request_timeout'] as const satisfies ErrorCode[];
const LIMITED = ['rate_limited'] as const satisfies ErrorCode[];
const TO_PLAYERS = ['unauthorized', 'forbidden', 'store_unavailable'] as const satisfies ErrorCode[];

function securityOf(access: Access): Record<string, string[]>[] {
  if (access === 'public') return [];
  return access === 'spectator' ? [{}, { accessToken: [] }] : [{ accessToken: [] }];
}

interface Plan<Path extends string, Request extends RouteConfig['request'], Answer extends z.ZodType> {
  access: Access;
  method: 'get' | 'post' | 'put' | 'delete';
  path: Path;
  summary: string;
  /** What the audit calls it, such as `players.ban`; made from the path unless it is given. */
  action?: string;
  request?: Request;
  holdsStrategy?: true;
  eachByItself?: string;
  /** What a success answers, and how the document describes it. */
  answer: Answer;
  answers: string;
  /** `application/json` unless said otherwise. */
  media?: string;
  /** Of a success: 200 unless said otherwise. Handlers answer it as 200 to their types. */
  status?: 202;
  /** Statuses beside it that carry the same answer. */
  also?: Record<number, string>;
  /** Codes that this route may fail with, beside those of its access. */
  refusals?: readonly ErrorCode[];
}

/** Defines a JSON route: its place in the OpenAPI document, its edge and its access in one. */
export function define<
  const Path extends string,
  const Request extends RouteConfig['request'],
  Answer extends z.ZodType,
>(plan: Plan<Path, Request, Answer>) {
  const { access, method, path, summary, request, answer, answers, refusals = [], also = {} } = plan;
  const content = { [plan.media ?? 'application/json']: { schema: answer } } as {
    'application/json': { schema: Answer };
  };
  const isLimited = rateOfRoute(routeName(method, path)) !== null;
  const codes = [
    ...(access === 'public' ? [] : TO_PLAYERS),
    ...(request === undefined ? [] : ASKED),
    ...(method === 'get' ? [] : BODIED),
    ...refusals,
    ...(isLimited ? LIMITED : []),
    ...ALWAYS,
  ];
  return {
    access,
    method,
    path,
    action: isPermission(access) ? (plan.action ?? actionOf(method, path)) : null,
    holdsStrategy: plan.holdsStrategy ?? false,
    eachByItself: plan.eachByItself ?? null,
    route: createRoute({
      method,
      path,
      summary,
      'x-access': access,
      security: securityOf(access),
      request: request as Request,
      responses: {
        ...refusalsByStatus(codes),
        ...sameAnswerAt(also, content),
        ...({ [plan.status ?? 200]: { description: answers, content } } as Record<
          200,
          { description: string; content: { 'application/json': { schema: Answer } } }
        >),
      },
    }),
  };
}

/** `POST /api/admin/backtests/{jobId}/retry` is `backtests.retry`, `GET /api/admin/queue` is `queue.read`. */
function actionOf(method: Plan<string, undefined, z.ZodType>['method'], path: string): string {
  const names = path.split('/').filter((part) => part !== '' && !/^(api|admin|\{.*\})$/.test(part));
  const verb = { get: 'read', put: 'change', delete: 'delete', post: names.length < 2 ? 'create' : null }[
    method
  ];
  return [...names, ...(verb === null ? [] : [verb])].join('.');
}

function sameAnswerAt(statuses: Record<number, string>, content: object) {
  return Object.fromEntries(
    Object.entries(statuses).map(([status, description]) => [status, { description, content }]),
  ) as Record<never, never>;
}

/** One entry per status, naming the codes that come with it. */
export function refusalsByStatus(codes: readonly ErrorCode[]) {
  const byStatus = Map.groupBy(new Set(codes), (code) => ERRORS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, these]) => [
      status,
      {
        description: these.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join('\n\n'),
        content: { 'application/json': { schema: ErrorBody } },
      },
    ]),
  ) as Record<never, never>;
}
