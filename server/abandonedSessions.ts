import type { SessionStore } from '../domain/games/port.ts';
import type { Log } from '../rooms/ports.ts';

/** A database may take a moment to notice that a process is gone: the look at the start can come too early. */
const EVERY_MS = 10_000;

/** Ends the sessions that processes which died have left open: at the start, and every 10 s. */
export function closeAbandonedSessions(sessions: Pick<SessionStore, 'closeAbandoned'>, log: Log) {
  let running: Promise<void> | null = null;

  async function sweep(): Promise<void> {
    try {
      const closed = await sessions.closeAbandoned();
      if (closed.ok && closed.value > 0) log.info({ sessions: closed.value }, 'abandoned sessions ended');
    } catch (error) {
      log.error({ err: error, code: 'internal' }, 'abandoned sessions could not be ended');
    }
  }

  function start(): void {
    running ??= sweep().finally(() => {
      running = null;
    });
  }

  start();
  const timer = setInterval(start, EVERY_MS);
  return {
    async stop(): Promise<void> {
      clearInterval(timer);
      await running;
    },
  };
}
