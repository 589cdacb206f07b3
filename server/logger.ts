import pino from 'pino';

export type Logger = pino.Logger;

/** Names under which secrets travel; what stands under them is never written. */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  '"set-cookie"',
  '"idempotency-key"',
  'accessToken',
  'refreshToken',
  'token',
  'tokenHash',
  'pass',
  'password',
  'currentPassword',
  'newPassword',
  'passwordHash',
  'inviteCode',
  'secret',
  'secretsKey',
  'databaseUrl',
  'privateKey',
  'serverSeed',
  'gameHash',
  'salt',
  'reconnectionToken',
];

/**
 * JSON lines on stdout. Ids go into bindings (`{playerId}`), not into the text of a message.
 * @param onBug called for each line that tells of a bug (`code: "internal"`): many of them answer nobody
 */
export function createLogger(
  level: string,
  destination?: pino.DestinationStream,
  onBug: () => void = () => {},
): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: SECRET_NAMES.flatMap((name) =>
          name.startsWith('"')
            ? [`[${name}]`, `*[${name}]`, `*.*[${name}]`]
            : [name, `*.${name}`, `*.*.${name}`],
        ),
        censor: '[redacted]',
      },
      hooks: {
        logMethod(parts, method, number) {
          const [bindings] = parts as [unknown];
          if (number >= pino.levels.values.error! && isBug(bindings)) onBug();
          method.apply(this, parts);
        },
      },
      serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
    },
    destination,
  );
}

function isBug(bindings: unknown): boolean {
  return typeof bindings === 'object' && (bindings as { code?: unknown } | null)?.code === 'internal';
}

/**
 * Colyseus' own voice, as its `logger` option takes it: its lines get a binding, and what it reports as an
 * error gets a code (it only reports exceptions that are no `ServerError`: bugs of ours, or of its).
 */
export function colyseusLogger(logger: Logger) {
  const child = logger.child({ source: 'colyseus' });
  const textOf = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? (part.stack ?? part.message) : String(part))).join(' ');
  return {
    debug: (...parts: unknown[]) => child.debug(textOf(parts)),
    trace: (...parts: unknown[]) => child.trace(textOf(parts)),
    info: (...parts: unknown[]) => child.info(textOf(parts)),
    warn: (...parts: unknown[]) => child.warn(textOf(parts)),
    error: (...parts: unknown[]) => child.error({ code: 'internal' }, textOf(parts)),
  };
}
