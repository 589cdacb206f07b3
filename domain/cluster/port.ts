import type { Tenure } from '../crash/port.ts';
import type { Balances } from '../identity/port.ts';
import type { Result } from '../result.ts';

/** A process of the cluster, as the others know it. */
export interface Member {
  /** UUID of the process start: the owner that it takes leases as. */
  memberId: string;
  /** As Colyseus calls the process. */
  processId: string;
  /** `host:port` under which clients reach it; '' when every client reaches it anyway. */
  publicAddress: string;
  /** It was asked to stop: nothing is placed there any more. */
  draining: boolean;
}

export interface SeenMember extends Member {
  /** Its connection is gone, though it said that it lives: killed, or cut off. */
  gone: boolean;
}

/** Where a table's room is, and what it shows. */
export interface TablePlace {
  roomId: string;
  processId: string;
  publicAddress: string;
  phase: 'betting' | 'flying' | 'settled' | 'paused';
  players: number;
}

export interface SeenTable {
  table: string;
  holderId: string | null;
  fence: number;
  /** Nobody holds it, or its holder is gone. */
  free: boolean;
  /** Null until its holder's room has opened. */
  place: TablePlace | null;
}

export interface ClusterView {
  /** Those that said within 3 s that they live, oneself included once it has beaten. */
  members: SeenMember[];
  /** Tables that somebody ever held. */
  tables: SeenTable[];
}

/** Who is there, and what lives where. Fails with `store_unavailable` only. */
export interface ClusterStore {
  /** Says that this member lives, for 3 s. `returned`: others took it for gone, or have never seen it. */
  beat(member: Member): Promise<Result<{ returned: boolean }>>;
  view(memberId: string): Promise<Result<ClusterView>>;
  leave(memberId: string): Promise<Result<void>>;
  /** Tells where a held table is. Of two holders the one with the higher fence is heard. */
  show(tenure: Tenure, place: TablePlace): Promise<Result<void>>;
  /** What these players have; those who don't exist are left out. */
  balancesOf(playerIds: readonly string[]): Promise<Result<Map<string, Balances>>>;
}
