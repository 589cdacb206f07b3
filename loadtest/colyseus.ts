/** A Colyseus 0.18 client for k6 2: `loadtest/README.md` has an example. Nothing in it knows Fairground. */
export { readFrame, type ServerFrame } from './colyseus/frames.ts';
export { type Answer, type Method, type Refusal, reserve, type Seat } from './colyseus/matchmaking.ts';
export type { Packable } from './colyseus/msgpack.ts';
export { Room, type RoomOptions, type StateReader } from './colyseus/room.ts';
