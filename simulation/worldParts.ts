import type { Books } from './checks/books.ts';
import type { Promises } from './checks/promises.ts';
import type { Tenures } from './checks/tenures.ts';
import type { Watch } from './checks/watch.ts';
import type { Fleet } from './cluster/fleet.ts';
import type { Network } from './cluster/network.ts';
import type { Tables } from './database/tables.ts';
import type { SimulatedPlayer } from './players/player.ts';

/** A world, as its moves and the checks at its end see it. */
export interface WorldParts {
  readonly tables: Tables;
  readonly watch: Watch;
  readonly network: Network;
  readonly fleet: Fleet;
  readonly books: Books;
  readonly tenures: Tenures;
  readonly promises: Promises;
  readonly players: readonly SimulatedPlayer[];
  /** Says that the run went through this. */
  count(what: string): void;
}
