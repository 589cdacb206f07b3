/**
 * Close codes of sockets. 1000-4010 are Colyseus' own (4000 consented, 4001 shutdown, 4002 error);
 * ours say what the client should do next.
 */
export const CLOSE_CODES = {
  /** The table lives elsewhere now, or is being taken over: join again. */
  moved: 4200,
  /** This process is shutting down: join again, elsewhere if there is an elsewhere. */
  draining: 4201,
  /** The session has ended, its summary was sent: join again to play on. */
  ended: 4202,
  /** The account may not play any more. */
  forbidden: 4203,
  /** The same player took this seat from somewhere else: do not come back by yourself. */
  replaced: 4204,
  /** The session was ended, here or on another device: sign in again. */
  signedOut: 4205,
} as const;
