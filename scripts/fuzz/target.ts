import { freePort } from '../../db/embedded/freePort.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { type ServerProcess, startServer } from '../../tests/support/serverProcess.ts';
import { shortTable } from '../shortTable.ts';
import { type Inspector, openInspector } from './inspector.ts';
import { wrongLine } from './judge.ts';

export const FUZZED_TABLE = 'fuzzed';
export const HONEST_TABLE = 'honest';

/** A server that is misused, in a process of its own; what is wrong in its log, or with its end, is told at once. */
export interface Target {
  server: ServerProcess;
  inspector: Inspector;
  hasEnded(): boolean;
  close(): Promise<void>;
}

export function startTarget(transport: string, onWrong: (what: string) => void): Promise<Target> {
  return startWatched(
    {
      tables: [FUZZED_TABLE, HONEST_TABLE].map(shortTable),
      env: {
        TRANSPORT: transport,
        // Counted and told, and nobody is refused: what is sent reaches what it is meant for.
        RATE_LIMITS: 'shadow',
      },
    },
    onWrong,
  );
}

/** A server whose log, end and inside are looked at: an inspector is open in it. */
export async function startWatched(
  { tables, env }: { tables: readonly TableRules[]; env: Record<string, string> },
  onWrong: (what: string) => void,
): Promise<Target> {
  const inspectorPort = await freePort();
  let rest = '';
  let stopping = false;
  let ended = false;
  const server = await startServer({
    tables,
    onOutput(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const wrong = wrongLine(line);
        if (wrong !== null) onWrong(wrong);
      }
    },
    onExit(how) {
      ended = true;
      if (!stopping) onWrong(`the server ended (${how})`);
    },
    env: {
      CHAIN_LENGTH: '2000',
      NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}`,
      ...env,
    },
  });
  const listed = await fetch(`http://127.0.0.1:${inspectorPort}/json/list`);
  const [main] = (await listed.json()) as { webSocketDebuggerUrl: string }[];
  const inspector = await openInspector(main!.webSocketDebuggerUrl);
  return {
    ...{ server, inspector },
    hasEnded: () => ended,
    async close() {
      stopping = true;
      inspector.close();
      await server.dispose();
    },
  };
}
