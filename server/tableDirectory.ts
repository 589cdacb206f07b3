import type { TableRules } from '../domain/crash/tables.data.ts';
import type { LiveTable, TableDirectory } from '../rooms/ports.ts';

const TELL_EVERY_MS = 500;

/** What `GET /api/tables` and the lobby show: the published rules, and what each table's room last said. */
export function createTableDirectory(tables: readonly TableRules[], publicAddress: string): TableDirectory {
  const live = new Map<string, LiveTable>(
    tables.map((rules) => [
      rules.table,
      { ...rules, phase: 'paused', players: 0, roomId: '', publicAddress },
    ]),
  );
  const rulesOf = new Map(tables.map((rules) => [rules.table, rules]));
  const listeners = new Set<() => void>();
  let telling: ReturnType<typeof setTimeout> | undefined;
  return {
    list: () => [...live.values()],
    rules: (table) => rulesOf.get(table) ?? null,
    update(table, { phase, players, roomId }) {
      const entry = live.get(table)!;
      if (entry.phase === phase && entry.players === players && entry.roomId === roomId) return;
      live.set(table, { ...entry, phase, players, roomId });
      if (telling !== undefined) return;
      telling = setTimeout(() => {
        telling = undefined;
        for (const listener of listeners) listener();
      }, TELL_EVERY_MS);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
