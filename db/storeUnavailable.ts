/** The database does not answer: nothing is known of what was asked. Over the wire: `store_unavailable`. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  readonly code = 'store_unavailable';
}

/**
 * SQLSTATE classes that say the server is away, busy or stopping, not that a statement is wrong; 25006 is a
 * server that became a standby, 40001 and 40P01 are transactions that lost to another and may be repeated.
 */
const AWAY = /^(08|53|57|58|25006|25P03|40001|40P01|55P03)/;

/** Errors of Node's sockets, and of `pg` itself, that mean the same. */
const SOCKET =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|Connection terminated|timeout exceeded|Query read timeout|Client has encountered|Client was closed|Cannot use a pool)/i;

/** Whether an error of `pg` or MikroORM means that the database is away. */
export function isUnavailable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (at instanceof StoreUnavailableError) return true;
    if (typeof code === 'string' && (AWAY.test(code) || SOCKET.test(code))) return true;
    // Whatever kept the connection from being made: routes that lead nowhere have codes of their own.
    if ((at as { syscall?: unknown }).syscall === 'connect') return true;
    if (SOCKET.test(at.message)) return true;
  }
  return false;
}
