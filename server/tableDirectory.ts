import type { TablePlace } from '../domain/cluster/port.ts';
import type { TableRules } from '../domain/crash/tables.data.ts';
import type { LiveTable, TableDirectory } from '../rooms/ports.ts';
import type { Membership } from './cluster/membership.ts';
import type { TableSettings } from './operate/tableSettings.ts';

const TELL_EVERY_MS = 500;

/** Where the tables are, for whoever leads players to them. */
export interface TablePlaces {
  /** The room of a table, wherever it lives; null while it lives nowhere. */
  place(table: string): TablePlace | null;
}

type Shown = Pick<LiveTable, 'phase' | 'players' | 'roomId' | 'publicAddress'>;

/**
 * What `GET /api/tables` and the lobby show: the rules with the limits in force, and what each table's room last said: at once of
 * those that live here, within a second of those that live elsewhere.
 */
export function createTableDirectory(
  tables: readonly TableRules[],
  settings: Pick<TableSettings, 'current' | 'subscribe'>,
  membership?: Pick<Membership, 'self' | 'view' | 'onLook'>,
): TableDirectory & TablePlaces {
  const publicAddress = membership?.self.publicAddress ?? '';
  const rulesOf = new Map(tables.map((rules) => [rules.table, rules]));
  const nowhere: Shown = { phase: 'paused', players: 0, roomId: '', publicAddress };
  /** As the rooms of this process last said. */
  const here = new Map<string, Shown>();
  /** What their rounds are played by. Of tables elsewhere, and between rounds, what was set last is shown. */
  const rulesHere = new Map<string, TableRules>();
  let listed = new Map<string, Shown>();
  const listeners = new Set<() => void>();
  let telling: ReturnType<typeof setTimeout> | undefined;

  function place(table: string): TablePlace | null {
    const seen = membership?.view().tables.find((each) => each.table === table);
    if (seen?.place == null || seen.free) return null;
    const own = seen.holderId === membership?.self.memberId ? here.get(table) : undefined;
    return own ? { ...seen.place, ...own } : seen.place;
  }

  function shown(table: string): Shown {
    const seen = membership?.view().tables.find((each) => each.table === table);
    const elsewhere = seen?.holderId != null && seen.holderId !== membership?.self.memberId;
    return (elsewhere ? place(table) : here.get(table)) ?? nowhere;
  }

  function refresh(): void {
    const next = new Map(tables.map(({ table }) => [table, shown(table)]));
    const changed = [...next].some(([table, entry]) => !isSame(entry, listed.get(table)));
    listed = next;
    if (changed) tell();
  }

  function tell(): void {
    if (telling !== undefined) return;
    telling = setTimeout(() => {
      telling = undefined;
      for (const listener of listeners) listener();
    }, TELL_EVERY_MS);
  }

  refresh();
  membership?.onLook(refresh);
  settings.subscribe(tell);
  return {
    place,
    list: () =>
      tables.map((rules) => {
        const { phase, players, roomId, publicAddress } = listed.get(rules.table)!;
        const isHere = phase !== 'paused' && here.get(rules.table)?.roomId === roomId;
        const inForce = (isHere ? rulesHere.get(rules.table) : undefined) ?? {
          ...rules,
          ...settings.current(rules.table).limits,
        };
        return { ...inForce, phase, players, roomId, publicAddress };
      }),
    rules: (table) => rulesOf.get(table) ?? null,
    update(table, { phase, players, roomId, rules }) {
      if (rulesHere.get(table) !== rules) tell();
      rulesHere.set(table, rules);
      here.set(table, { phase, players, roomId, publicAddress });
      refresh();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isSame(one: Shown, other: Shown | undefined): boolean {
  return (
    one.phase === other?.phase &&
    one.players === other.players &&
    one.roomId === other.roomId &&
    one.publicAddress === other.publicAddress
  );
}
