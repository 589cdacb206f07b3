import { Room, type RoomOptions } from '@colyseus/core';

/** Colyseus counts a client's messages per second of the room's clock, which has to move for that. */
const TICK_EVERY_MS = 250;
/** As far as a timer can wait. */
const NEVER_MS = 2 ** 31 - 1;

const rooms = new Set<Room>();
let ticking: NodeJS.Timeout | undefined;

/**
 * A room without live state. Colyseus ticks the clock of such a room 60 times a second, each by a timer of its
 * own, unless the room has a time step; this one's never comes, and one timer ticks the clocks of all of them.
 * A subclass that overrides `onDispose` calls this one's.
 */
export abstract class StillRoom<Options extends RoomOptions = RoomOptions> extends Room<Options> {
  override patchRate: number | null = null;

  constructor() {
    super();
    this.setTimestep(nothing, NEVER_MS);
    rooms.add(this as unknown as Room);
    ticking ??= setInterval(tickAll, TICK_EVERY_MS);
  }

  override onDispose(): void | Promise<void> {
    rooms.delete(this as unknown as Room);
    if (rooms.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  }
}

function nothing(): void {}

function tickAll(): void {
  for (const room of rooms) room.clock.tick();
}
