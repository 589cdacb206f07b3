import type { Owner } from '../virtualTime.ts';
import type { StoreLink } from './storeLink.ts';

/** A room as the list of all processes has it. */
export interface RoomListing {
  roomId: string;
  processId: string;
  name: string;
  private: boolean;
  locked: boolean;
  options: object;
}

/** A connection as a room sees it. */
export interface SeatedClient {
  sessionId: string;
  auth: unknown;
  userData: unknown;
  state: 'joining' | 'joined' | 'leaving' | 'reconnecting' | 'reconnected';
  /** It was let in once. */
  wasJoined: boolean;
  send(type: string, message: unknown): void;
  leave(code: number, reason?: string): void;
}

/** A room of the simulated framework, as its process and its clients reach it. */
export interface HostedRoom {
  readonly roomId: string;
  readonly roomName: string;
  readonly state: unknown;
  readonly _listing: RoomListing;
  onBeforeShutdown?(): unknown;
  onDispose?(): unknown;
  disconnect(code?: number): Promise<void>;
  _join(client: SeatedClient, options: object): Promise<void>;
  _reconnect(client: SeatedClient): Promise<boolean>;
  _request(client: SeatedClient, type: string, message: unknown): Promise<unknown>;
  _closed(client: SeatedClient, code: number): Promise<void>;
}

/** A process, as the simulated framework sees it. */
export interface SimulatedHost extends Owner {
  readonly name: string;
  /** Of this process start: what it holds leases under. */
  readonly memberId: string;
  readonly link: StoreLink;
  readonly processId: string;
  readonly rooms: Map<string, HostedRoom>;
  /** Room classes by name. */
  readonly kinds: Map<string, unknown>;
  newRoomId(): string;
  list(listing: RoomListing): void;
  unlist(roomId: string): void;
  /** A room of any process that lives. @throws `busy` while the list is away */
  findRoom(roomId: string): Promise<RoomListing | undefined>;
  /** Those that wait for players at this stake. */
  openRooms(conditions: { betCoins: number }): Promise<RoomListing[]>;
  callRoom(roomId: string, method: string, words: unknown[], withinMs?: number): Promise<unknown>;
}
